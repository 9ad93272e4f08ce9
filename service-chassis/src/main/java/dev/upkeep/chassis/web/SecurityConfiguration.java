package dev.upkeep.chassis.web;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The outer wall: without a token there is only health; with one, only what lies under the API's
 * paths. Each route then names the role it needs.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {

  @Bean
  SecurityFilterChain security(HttpSecurity http, WebSettings settings) throws Exception {
    OncePerRequestFilter bearer = new BearerFilter(Tokens.of(settings));
    return http
        // No cookies, so nothing that a foreign page could use: CSRF does not arise.
        .csrf(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .securityContext(
            context -> context.securityContextRepository(new NullSecurityContextRepository()))
        .headers(
            headers ->
                headers.contentSecurityPolicy(
                    policy ->
                        policy.policyDirectives("default-src 'none'; frame-ancestors 'none'")))
        .addFilterBefore(bearer, AuthorizationFilter.class)
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers(HttpMethod.GET, "/actuator/health")
                    .permitAll()
                    .requestMatchers("/api/v1/**", "/actuator/prometheus")
                    .authenticated()
                    .anyRequest()
                    .denyAll())
        .exceptionHandling(
            failures ->
                failures
                    .authenticationEntryPoint(
                        (request, response, e) ->
                            Refusal.write(
                                response,
                                HttpStatus.UNAUTHORIZED,
                                "send a token: Authorization: Bearer …"))
                    .accessDeniedHandler(
                        (request, response, e) ->
                            Refusal.write(
                                response, HttpStatus.FORBIDDEN, "this is not open to you")))
        .build();
  }

  @Bean
  DelegatingFilterProxyRegistrationBean securityFilter() {
    var registration = new DelegatingFilterProxyRegistrationBean("springSecurityFilterChain");
    registration.setOrder(-100);
    registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    registration.setAsyncSupported(true);
    return registration;
  }
}
