package dev.upkeep.chassis.run;

import java.util.UUID;

/** Another worker has the run, or may have it: nothing more may be written or done for it here. */
final class LeaseLost extends RuntimeException {
  LeaseLost(UUID run, long fence) {
    super("run %s is no longer held with fence %d".formatted(run, fence), null, false, false);
  }
}
