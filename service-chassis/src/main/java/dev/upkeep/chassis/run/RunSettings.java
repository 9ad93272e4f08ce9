package dev.upkeep.chassis.run;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a worker runs tasks.
 *
 * @param slots how many runs at once
 * @param lease how long a run belongs to a worker that says nothing
 * @param renew how often a worker renews its leases
 * @param poll the longest pause between looks for work; what commits in this process wakes it at
 *     once
 * @param retryFirst the wait after the first failure
 * @param retryCap the longest wait between attempts
 * @param probeWait how long to wait before looking again at a dead worker's effect that still goes
 *     on
 * @param patience how long a step may take to reach a safe point once it is asked to stop, before
 *     its stoppers are closed; then as long again until it is interrupted
 * @param stuck after how long a step that ignores even that is left alone and told aloud
 * @param drain how long running steps may go on when the service stops
 * @param leaveToOthers how long a run that this version of the service does not know how to do, or
 *     to go on with, is left to instances of another version
 * @param crashes how many workers in a row a run may lose without a step ending before an operator
 *     is asked
 */
@ConfigurationProperties("upkeep.run")
record RunSettings(
    @DefaultValue("4") int slots,
    @DefaultValue("8s") Duration lease,
    @DefaultValue("2s") Duration renew,
    @DefaultValue("500ms") Duration poll,
    @DefaultValue("5s") Duration retryFirst,
    @DefaultValue("5m") Duration retryCap,
    @DefaultValue("2s") Duration probeWait,
    @DefaultValue("5s") Duration patience,
    @DefaultValue("1m") Duration stuck,
    @DefaultValue("20s") Duration drain,
    @DefaultValue("30s") Duration leaveToOthers,
    @DefaultValue("10") int crashes) {

  RunSettings {
    if (slots < 1 || crashes < 1) {
      throw new IllegalArgumentException(
          "upkeep.run.slots (%d) and upkeep.run.crashes (%d) must be at least 1"
              .formatted(slots, crashes));
    }
    if (renew.multipliedBy(2).compareTo(lease) >= 0) {
      throw new IllegalArgumentException(
          "upkeep.run.renew (%s) must be less than half of upkeep.run.lease (%s): one lost renewal must not lose the run"
              .formatted(renew, lease));
    }
  }
}
