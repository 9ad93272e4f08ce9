package dev.upkeep.database.backupcheck;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.binlog.LogArchive;
import dev.upkeep.database.binlog.LogReach;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.amount.Durations;
import dev.upkeep.system.database.TargetDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How much would be lost with the server now, by the newest backup and the copied binary logs. */
final class JudgeLogs implements LookingStep {

  static final String STALE = "database.binary-logs-stale";

  private static final String REMEMBERED = "unsafe-logs";

  /** What makes the run fail. */
  record UnsafeLogs(List<String> reasons) {
    UnsafeLogs {
      reasons = List.copyOf(reasons);
    }
  }

  private final TargetDatabases databases;

  JudgeLogs(TargetDatabases databases) {
    this.databases = databases;
  }

  static List<String> unsafe(StepContext context) {
    return context.recall(REMEMBERED, UnsafeLogs.class).map(UnsafeLogs::reasons).orElse(List.of());
  }

  @Override
  public String name() {
    return "judge-logs";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return BackupSource.work(databases, context, source -> judge(context, source));
  }

  private static StepOutcome judge(StepContext context, BackupSource source) throws Exception {
    context.looksFor(LogReach.BROKEN);
    context.looksFor(STALE);
    if (!source.policy().binaryLogs()) {
      return StepOutcome.skipped("binary logs are not copied");
    }
    try (LogArchive archive = LogArchive.of(source)) {
      LogReach reach = LogReach.of(source.backups().all(), archive);
      List<Sighting> sightings = new ArrayList<>();
      reach.sighting().ifPresent(sightings::add);
      Optional<Duration> age =
          reach.until().map(until -> Duration.between(until, context.clock().instant()));
      BackupCheckParameters limits = context.parameters(BackupCheckParameters.class);
      if (age.filter(a -> a.compareTo(limits.logs()) > 0).isPresent()) {
        sightings.add(stale(reach.until().orElseThrow(), limits));
      }
      sightings.forEach(context::found);
      context.remember(
          REMEMBERED, new UnsafeLogs(sightings.stream().map(Sighting::title).toList()));
      Evidence evidence =
          Evidence.of("binary-logs", reach.words()).with("kept-logs", archive.logs().size());
      return StepOutcome.done(
          age.map(a -> evidence.with("recovery-point-seconds", Math.max(0, a.toSeconds())))
              .orElse(evidence));
    }
  }

  private static Sighting stale(Instant until, BackupCheckParameters limits) {
    return new Sighting(
        STALE,
        "newest",
        Severity.HIGH,
        "With the server all would be lost that was done after %s; it may be %s"
            .formatted(until, Durations.print(limits.logs())),
        "Look why database.binlog-archive did not run ('upkeep runs list'), and run it now",
        Evidence.of("can-be-restored-until", until));
  }
}
