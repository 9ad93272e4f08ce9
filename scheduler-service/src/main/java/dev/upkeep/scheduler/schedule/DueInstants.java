package dev.upkeep.scheduler.schedule;

import dev.upkeep.scheduler.schedule.DueDecision.Late;
import dev.upkeep.scheduler.schedule.DueDecision.ManyMissed;
import dev.upkeep.scheduler.schedule.DueDecision.Missed;
import dev.upkeep.scheduler.schedule.DueDecision.Start;
import dev.upkeep.scheduler.schedule.DueDecision.Superseded;
import dev.upkeep.system.amount.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what becomes of the instants that came due since the last look. */
public final class DueInstants {

  /** A start no later than this is on time: services restart, databases hiccup. */
  public static final Duration PUNCTUAL = Duration.ofSeconds(10);

  /** More instants than these are put into one record. */
  public static final int MOST = 10_000;

  private DueInstants() {}

  /**
   * One decision for each due instant after the last one handled and not after now, oldest first.
   *
   * @param lastHandled the last due instant that has its record, or when the schedule came into
   *     force
   * @param now the present; if it is before the last one handled (a clock was put back) nothing is
   *     due
   */
  public static List<DueDecision> decide(
      Schedule schedule, MissedPolicy policy, Instant lastHandled, Instant now) {
    List<Instant> due = due(schedule, lastHandled, now);
    if (due.isEmpty()) {
      return List.of();
    }
    if (due.size() <= MOST) {
      return decide(due, policy, now);
    }
    Instant latest = latest(schedule, lastHandled, now);
    Instant beforeLatest = latest(schedule, lastHandled, latest.minusNanos(1));
    List<DueDecision> decisions = new ArrayList<>();
    decisions.add(
        new ManyMissed(
            due.getFirst(),
            beforeLatest,
            MOST,
            "more than " + MOST + " due instants passed unattended"));
    decisions.addAll(decide(List.of(latest), policy, now));
    return List.copyOf(decisions);
  }

  private static List<DueDecision> decide(List<Instant> due, MissedPolicy policy, Instant now) {
    Instant latest = due.getLast();
    Duration late = Duration.between(latest, now);
    DueDecision ofLatest = ofLatest(latest, late, policy);
    List<DueDecision> decisions = new ArrayList<>();
    for (Instant instant : due.subList(0, due.size() - 1)) {
      decisions.add(
          ofLatest instanceof Missed
              ? missed(instant, Duration.between(instant, now), policy)
              : new Superseded(instant, latest));
    }
    decisions.add(ofLatest);
    return List.copyOf(decisions);
  }

  private static DueDecision ofLatest(Instant instant, Duration late, MissedPolicy policy) {
    if (late.compareTo(PUNCTUAL) <= 0) {
      return new Start(instant);
    }
    return switch (policy.kind()) {
      case NONE -> missed(instant, late, policy);
      case LAST ->
          late.compareTo(policy.within()) <= 0
              ? new Late(instant, late)
              : missed(instant, late, policy);
    };
  }

  private static Missed missed(Instant instant, Duration late, MissedPolicy policy) {
    String by = Durations.print(Duration.ofSeconds(late.toSeconds()));
    return new Missed(
        instant,
        switch (policy.kind()) {
          case NONE -> "nobody could act on it for " + by + " and missed runs are not made up for";
          case LAST ->
              "nobody could act on it for "
                  + by
                  + ", longer than the tolerated "
                  + Durations.print(policy.within());
        });
  }

  /** At most one more than {@link #MOST}, which says that there are too many. */
  private static List<Instant> due(Schedule schedule, Instant after, Instant now) {
    List<Instant> due = new ArrayList<>();
    Optional<Instant> next = schedule.nextAfter(after);
    while (next.isPresent() && !next.get().isAfter(now) && due.size() <= MOST) {
      due.add(next.get());
      next = schedule.nextAfter(next.get());
    }
    return due;
  }

  /** The last due instant after the one and not after the other; there is one. */
  private static Instant latest(Schedule schedule, Instant after, Instant until) {
    // Halves the span in which it must lie: the next instant after low is not too late, that after
    // high is.
    Instant low = after;
    Instant high = until;
    while (Duration.between(low, high).compareTo(IntervalSchedule.SHORTEST) > 0) {
      Instant middle = low.plus(Duration.between(low, high).dividedBy(2));
      if (schedule.nextAfter(middle).filter(next -> !next.isAfter(until)).isPresent()) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return due(schedule, low, until).getLast();
  }
}
