package dev.upkeep.chassis.web;

import dev.upkeep.chassis.service.ServiceIdentity;
import dev.upkeep.events.envelope.EventJson;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP API: a small Tomcat on this machine only, JSON, problem details. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableWebMvc
@EnableConfigurationProperties(WebSettings.class)
@Import({SecurityConfiguration.class, ProblemAnswers.class})
public class WebConfiguration implements WebMvcConfigurer {
  private static final int MOST_CONNECTIONS = 200;
  private static final int LONGEST_BODY = 1024 * 1024;
  private static final int LONGEST_SILENCE_MILLIS = 20_000;

  @Bean
  TomcatServletWebServerFactory webServer(WebSettings settings) throws UnknownHostException {
    var factory = new TomcatServletWebServerFactory(settings.port());
    factory.setAddress(InetAddress.getByName(settings.address()));
    factory.setRegisterDefaultServlet(false);
    factory.addConnectorCustomizers(
        connector -> {
          connector.setMaxPostSize(LONGEST_BODY);
          connector.setXpoweredBy(false);
          if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
            protocol.setExecutor(new VirtualThreadExecutor("http-"));
            protocol.setMaxConnections(MOST_CONNECTIONS);
            protocol.setConnectionTimeout(LONGEST_SILENCE_MILLIS);
          }
        });
    return factory;
  }

  @Bean
  DispatcherServlet dispatcherServlet(WebApplicationContext context) {
    return new DispatcherServlet(context);
  }

  @Bean
  ServletRegistrationBean<DispatcherServlet> dispatcher(DispatcherServlet dispatcherServlet) {
    var registration = new ServletRegistrationBean<>(dispatcherServlet, "/");
    registration.setLoadOnStartup(1);
    registration.setAsyncSupported(true);
    return registration;
  }

  @Bean
  OpenApi openApi(ServiceIdentity identity, ObjectProvider<OpenApi.Part> parts) {
    return new OpenApi(
        identity.service(),
        parts.orderedStream().toList(),
        WebConfiguration.class.getClassLoader());
  }

  @Bean
  StatusEndpoint statusEndpoint(
      ServiceIdentity identity,
      List<StatusPart> parts,
      PrometheusMeterRegistry meterRegistry,
      OpenApi openApi) {
    return new StatusEndpoint(identity, parts, meterRegistry, openApi);
  }

  @Bean
  EndpointFile endpointFile(ServletWebServerApplicationContext context, WebSettings settings) {
    return new EndpointFile(context, settings);
  }

  /** What comes in has to be exactly what is documented; what goes out looks like events do. */
  @Override
  public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
    JsonMapper mapper =
        EventJson.mapper()
            .rebuild()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
            .build();
    builder.registerDefaults().withJsonConverter(new JacksonJsonHttpMessageConverter(mapper));
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new NeedsCheck());
  }
}
