package dev.upkeep.chassis.observability;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the service's parts count and measure. */
@Configuration(proxyBeanMethods = false)
public class ObservabilityConfiguration {

  @Bean(destroyMethod = "close")
  PrometheusMeterRegistry meterRegistry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    return registry;
  }

  /** Listens to the collector until it is closed. */
  @Bean(destroyMethod = "close")
  JvmGcMetrics gcMetrics(PrometheusMeterRegistry meterRegistry) {
    JvmGcMetrics metrics = new JvmGcMetrics();
    metrics.bindTo(meterRegistry);
    return metrics;
  }
}
