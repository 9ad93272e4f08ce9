package dev.upkeep.scheduler.due;

import dev.upkeep.chassis.observability.TraceContext;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.events.RunbookRunRef;
import dev.upkeep.events.RunbookSkipped;
import dev.upkeep.scheduler.definition.RunPlans;
import dev.upkeep.scheduler.flow.Beginning;
import dev.upkeep.scheduler.flow.Beginning.Begun;
import dev.upkeep.scheduler.flow.Beginning.StillRunning;
import dev.upkeep.scheduler.flow.NewRun;
import dev.upkeep.scheduler.ledger.LedgerEntry;
import dev.upkeep.scheduler.ledger.LedgerEntry.Origin;
import dev.upkeep.scheduler.ledger.LedgerEntry.Outcome;
import dev.upkeep.scheduler.runbook.Configuration;
import dev.upkeep.scheduler.schedule.DueDecision;
import dev.upkeep.scheduler.schedule.DueDecision.Late;
import dev.upkeep.scheduler.schedule.DueDecision.ManyMissed;
import dev.upkeep.scheduler.schedule.DueDecision.Missed;
import dev.upkeep.scheduler.schedule.DueDecision.Start;
import dev.upkeep.scheduler.schedule.DueDecision.Superseded;
import dev.upkeep.scheduler.schedule.DueInstants;
import dev.upkeep.system.amount.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of all that came due by one instant, as values: filled schedule by schedule, then
 * read by {@link Dues}, which writes it.
 */
final class DueBatch {

  private final Configuration inForce;
  private final Instant now;
  private final Map<UUID, Occurrence> occurrences = new LinkedHashMap<>();
  private final List<ScheduleState> advanced = new ArrayList<>();

  DueBatch(Configuration inForce, Instant now) {
    this.inForce = inForce;
    this.now = now;
  }

  /**
   * One due instant.
   *
   * @param told whether people hear of it if it does not start: of many missed, the latest is
   */
  private record Occurrence(
      KnownSchedule schedule, Instant instant, Outcome outcome, String reason, boolean told) {

    boolean starts() {
      return outcome == Outcome.STARTED || outcome == Outcome.LATE;
    }
  }

  /** Decides about everything that has come due of one schedule. */
  void take(KnownSchedule schedule, ScheduleState row) {
    List<DueDecision> decisions =
        DueInstants.decide(
            schedule.schedule(), schedule.policy().missed(), row.handledUntil(), now);
    Instant handled = row.handledUntil();
    for (DueDecision decision : decisions) {
      Occurrence occurrence = occurrence(schedule, decision, decision.equals(decisions.getLast()));
      occurrences.putIfAbsent(schedule.occurrence(occurrence.instant()), occurrence);
      handled = occurrence.instant();
    }
    advanced.add(
        new ScheduleState(
            row.id(),
            row.system(),
            row.runbook(),
            row.rule(),
            handled,
            schedule.schedule().nextAfter(handled).orElse(null)));
  }

  private static Occurrence occurrence(
      KnownSchedule schedule, DueDecision decision, boolean latest) {
    return switch (decision) {
      case Start(Instant instant) ->
          new Occurrence(schedule, instant, Outcome.STARTED, "on time", latest);
      case Late(Instant instant, Duration by) ->
          new Occurrence(
              schedule,
              instant,
              Outcome.LATE,
              "nobody could act on it for " + Durations.print(Duration.ofSeconds(by.toSeconds())),
              latest);
      case Missed(Instant instant, String reason) ->
          new Occurrence(schedule, instant, Outcome.MISSED, reason, latest);
      case Superseded(Instant instant, Instant by) ->
          new Occurrence(
              schedule,
              instant,
              Outcome.SUPERSEDED,
              "started for the later due instant %s instead".formatted(by),
              latest);
      case ManyMissed(Instant first, Instant last, int atLeast, String reason) ->
          new Occurrence(
              schedule, last, Outcome.MISSED, "%s, from %s on".formatted(reason, first), latest);
    };
  }

  /** What the entries will be about. */
  Collection<UUID> ids() {
    return occurrences.keySet();
  }

  /** Leaves out what somebody has decided already. */
  void forget(Set<UUID> decided) {
    occurrences.keySet().removeAll(decided);
  }

  /** How far the schedules have come by this. */
  List<ScheduleState> advanced() {
    return advanced;
  }

  /** The runs to begin. */
  List<NewRun> starts() {
    return occurrences.entrySet().stream()
        .filter(entry -> entry.getValue().starts())
        .map(
            entry ->
                new NewRun(
                    ref(entry.getKey(), entry.getValue()),
                    RunPlans.of(entry.getValue().schedule().runbook(), inForce),
                    new Cause(entry.getKey(), TraceContext.begin().traceparent())))
        .toList();
  }

  /** What is told of instants for which no run is made. */
  List<RunbookSkipped> notStarted() {
    return occurrences.entrySet().stream()
        .filter(entry -> entry.getValue().told() && !entry.getValue().starts())
        .map(
            entry ->
                new RunbookSkipped(
                    ref(entry.getKey(), entry.getValue()), entry.getValue().reason()))
        .toList();
  }

  /** The ledger's entries, once it is known what became of the runs. */
  List<LedgerEntry> entries(Map<UUID, Beginning> beginnings) {
    List<LedgerEntry> entries = new ArrayList<>();
    occurrences.forEach(
        (id, occurrence) ->
            entries.add(
                switch (beginnings.get(id)) {
                  case null ->
                      entry(id, occurrence, occurrence.outcome(), occurrence.reason(), null);
                  case Begun() ->
                      entry(id, occurrence, occurrence.outcome(), occurrence.reason(), id);
                  case StillRunning(String reason) ->
                      entry(id, occurrence, Outcome.SKIPPED, reason, id);
                }));
    return entries;
  }

  private LedgerEntry entry(
      UUID id, Occurrence occurrence, Outcome outcome, String reason, @Nullable UUID run) {
    return new LedgerEntry(
        id,
        Origin.SCHEDULE,
        occurrence.schedule().runbook().system(),
        occurrence.schedule().runbook().name(),
        occurrence.instant(),
        now,
        outcome,
        reason,
        "schedule",
        run);
  }

  private static RunbookRunRef ref(UUID id, Occurrence occurrence) {
    return new RunbookRunRef(
        id,
        occurrence.schedule().runbook().system(),
        occurrence.schedule().runbook().name(),
        occurrence.schedule().runbook().title(),
        occurrence.instant(),
        "schedule",
        false);
  }
}
