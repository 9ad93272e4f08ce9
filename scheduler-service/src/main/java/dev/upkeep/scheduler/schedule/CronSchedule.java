package dev.upkeep.scheduler.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;

/**
 * Due by a cron expression on the clocks of a zone.
 *
 * <p>The expression speaks of local times; which instants those are is decided here by the zone's
 * rules and the {@link DstRules}. Several local times of one gap shift to one instant and are due
 * once.
 */
public record CronSchedule(CronExpression cron, ZoneId zone, DstRules dst) implements Schedule {

  @Override
  public Optional<Instant> nextAfter(Instant after) {
    Optional<LocalDateTime> local = cron.atOrAfter(firstLocalTimeAtOrAfter(after));
    Optional<Instant> best = Optional.empty();
    while (local.isPresent()) {
      List<Instant> instants = dst.instants(local.get(), zone);
      // Later local times begin no earlier than this one does: FIRST, LAST and SHIFT keep the
      // order,
      // and of BOTH it is the first that counts here.
      if (best.isPresent() && !instants.isEmpty() && !instants.getFirst().isBefore(best.get())) {
        return best;
      }
      best = earlier(best, instants.stream().filter(after::isBefore).findFirst());
      if (best.isPresent() && dst.overlap() != DstRules.Overlap.BOTH) {
        return best;
      }
      local = cron.atOrAfter(local.get().plusSeconds(1));
    }
    return best;
  }

  /**
   * Where to begin to look. During the first pass of an overlap the local times since its beginning
   * come again, so they are looked at again.
   */
  private LocalDateTime firstLocalTimeAtOrAfter(Instant after) {
    LocalDateTime local = LocalDateTime.ofInstant(after, zone);
    ZoneOffsetTransition transition = zone.getRules().getTransition(local);
    return transition != null && transition.isOverlap() && after.isBefore(transition.getInstant())
        ? transition.getDateTimeAfter()
        : local;
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return one.isEmpty() || (other.isPresent() && other.get().isBefore(one.get())) ? other : one;
  }

  @Override
  public String describe() {
    return CronDescription.of(cron) + " " + zone + " time";
  }

  @Override
  public String identity() {
    return "cron " + cron.text() + " " + zone;
  }
}
