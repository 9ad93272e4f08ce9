package dev.upkeep.chassis.web;

import dev.upkeep.chassis.service.ServiceIdentity;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the service is. */
@RestController
final class StatusEndpoint {
  private final ServiceIdentity identity;
  private final List<StatusPart> parts;
  private final PrometheusMeterRegistry meters;
  private final OpenApi openApi;

  StatusEndpoint(
      ServiceIdentity identity,
      List<StatusPart> parts,
      PrometheusMeterRegistry meters,
      OpenApi openApi) {
    this.identity = identity;
    this.parts = List.copyOf(parts);
    this.meters = meters;
    this.openApi = openApi;
  }

  @Open
  @GetMapping("/actuator/health")
  ResponseEntity<Map<String, String>> health() {
    boolean healthy = parts.stream().allMatch(StatusPart::isHealthy);
    return ResponseEntity.status(healthy ? 200 : 503)
        .body(Map.of("status", healthy ? "UP" : "DOWN"));
  }

  @Needs(Role.VIEWER)
  @GetMapping(path = "/actuator/prometheus", produces = MediaType.TEXT_PLAIN_VALUE)
  String metrics() {
    return meters.scrape();
  }

  @Needs(Role.VIEWER)
  @GetMapping("/api/v1/status")
  Map<String, Object> status() {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("service", identity.service());
    status.put("instance", identity.instance());
    status.put("state", parts.stream().allMatch(StatusPart::isHealthy) ? "running" : "in trouble");
    status.put(
        "startedAt", Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));
    parts.forEach(part -> status.putAll(part.status()));
    return status;
  }

  @Needs(Role.VIEWER)
  @GetMapping(path = "/api/v1/openapi.yaml", produces = "application/yaml")
  String openApi() {
    return openApi.yaml();
  }
}
