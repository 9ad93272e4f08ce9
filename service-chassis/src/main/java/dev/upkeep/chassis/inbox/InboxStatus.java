package dev.upkeep.chassis.inbox;

import dev.upkeep.chassis.web.StatusPart;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.springframework.dao.DataAccessException;

/** Whether the consumers read, and how much is in quarantine. */
final class InboxStatus implements StatusPart {
  private final QuarantinedRecords quarantine;
  private final Consumers consumers;

  InboxStatus(QuarantinedRecords quarantine, Consumers consumers, MeterRegistry registry) {
    this.quarantine = quarantine;
    this.consumers = consumers;
    Gauge.builder("upkeep.quarantine.waiting", this, InboxStatus::waiting)
        .description("Records in quarantine that nobody has settled; -1 if unknown")
        .register(registry);
  }

  private double waiting() {
    try {
      return quarantine.waiting();
    } catch (DataAccessException e) {
      return -1;
    }
  }

  @Override
  public Map<String, Object> status() {
    return Map.of("quarantined", quarantine.waiting(), "consumersWell", consumers.areWell());
  }

  @Override
  public boolean isHealthy() {
    return consumers.areWell();
  }
}
