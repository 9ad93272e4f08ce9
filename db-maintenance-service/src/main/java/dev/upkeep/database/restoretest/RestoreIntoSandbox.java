package dev.upkeep.database.restoretest;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.ChosenBackup;
import dev.upkeep.database.backupset.KnownDamages;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.StoredBackup;
import dev.upkeep.database.copy.Comparison;
import dev.upkeep.database.copy.CopyServer;
import dev.upkeep.database.physical.PhysicalTools;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Restores the backup with MariaDB's own client into a server of its own, or starts a server on the
 * files that it is of, compares the copy, asks the smoke queries, and removes the server. A repeat
 * begins with another server.
 */
final class RestoreIntoSandbox implements RepeatableStep {

  private static final String REMEMBERED = "restored";

  /** How it went; times in seconds. */
  record Restored(String server, double recoverySeconds, List<String> differences) {
    Restored {
      differences = List.copyOf(differences);
    }
  }

  private final TargetDatabases databases;
  private final Sandboxes sandboxes;
  private final PhysicalTools tools;

  RestoreIntoSandbox(TargetDatabases databases, Sandboxes sandboxes, PhysicalTools tools) {
    this.databases = databases;
    this.sandboxes = sandboxes;
    this.tools = tools;
  }

  /** How it went; nothing where it was not tried. */
  static Optional<Restored> in(StepContext context) {
    return context.recall(REMEMBERED, Restored.class);
  }

  @Override
  public String name() {
    return "restore-into-sandbox";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(24);
  }

  @Override
  public Duration silenceLimit() {
    return Duration.ofHours(3);
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of(
        "would restore %s into a server of its own in %s and compare it"
            .formatted(ChosenBackup.in(context), sandboxes.place()));
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    if (!KnownDamages.in(context).isEmpty()) {
      return StepOutcome.skipped("files are damaged; nothing is restored");
    }
    return BackupSource.work(databases, context, source -> rehearse(context, source));
  }

  private StepOutcome rehearse(StepContext context, BackupSource source) throws Exception {
    StoredBackup backup = source.backups().named(ChosenBackup.in(context)).orElseThrow();
    Manifest manifest = backup.manifest().orElseThrow();
    // Before hours are spent on a copy that cannot be judged.
    Comparison.methodOf(manifest);
    long began = System.nanoTime();
    try (CopyServer copy = CopyServer.of(context, source, manifest, sandboxes, tools, 0.6)) {
      if (copy.sandbox().isEmpty()) {
        context.remember(REMEMBERED, new Restored("", 0, copy.complaints()));
        return StepOutcome.done(Evidence.of("differences", copy.complaints()));
      }
      var rehearsal =
          new Rehearsal(context, source, manifest, copy.sandbox().get(), copy.complaints());
      rehearsal.compare();
      double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
      rehearsal.askSmokeQueries();
      context.remember(
          REMEMBERED, new Restored(rehearsal.server(), seconds, rehearsal.differences()));
      return StepOutcome.done(
          Evidence.of("restored-rows", rehearsal.rowsCompared())
              .with("tables-compared", rehearsal.tablesCompared())
              .with("definitions-compared", manifest.definitions().size())
              .with("smoke-queries", source.policy().smokeQueries().size())
              .with("recovery-seconds", seconds)
              .with("differences", rehearsal.differences()));
    }
  }
}
