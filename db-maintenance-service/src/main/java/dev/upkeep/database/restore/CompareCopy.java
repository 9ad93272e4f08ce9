package dev.upkeep.database.restore;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.ChosenBackup;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.copy.Comparison;
import dev.upkeep.database.dump.DumpSession;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.Optional;

/** Compares what is in the database now with what the backup says it must be. */
final class CompareCopy implements LookingStep {

  private final TargetDatabases databases;

  CompareCopy(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "compare-copy";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(12);
  }

  @Override
  public Duration silenceLimit() {
    return Duration.ofHours(3);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    if (context.run().dryRun()) {
      return StepOutcome.skipped("nothing was restored");
    }
    return BackupSource.work(
        databases,
        context,
        source -> databases.look(context, session -> compare(context, session, source)));
  }

  private static StepOutcome compare(
      StepContext context, TargetSession session, BackupSource source) throws Exception {
    String into = context.parameters(RestoreParameters.class).into();
    Optional<Manifest> expected = RestoreFiles.expected(context);
    Manifest manifest =
        expected.isPresent()
            ? expected.get()
            : source
                .backups()
                .named(ChosenBackup.in(context))
                .orElseThrow()
                .manifest()
                .orElseThrow();
    session.connection().setCatalog(into);
    var comparison =
        new Comparison(manifest, DumpSession.on(session.connection()), CopyDatabase.MARK::equals);
    comparison.run(
        (table, fraction) -> {
          context.safePoint("before-table");
          context.progress(fraction, "comparing '%s'".formatted(table));
        });
    if (!comparison.differences().isEmpty()) {
      return StepOutcome.failed(
          "What was restored into '%s' is not what was backed up: %s."
              .formatted(into, String.join("; ", comparison.differences())),
          "Do not use it; restore another backup into another database");
    }
    return StepOutcome.done(
        Evidence.of("tables-compared", comparison.tables())
            .with("restored-rows", comparison.rows())
            .with("definitions-compared", manifest.definitions().size()));
  }
}
