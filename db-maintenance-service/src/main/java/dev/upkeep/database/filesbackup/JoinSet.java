package dev.upkeep.database.filesbackup;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.StoredBackup;
import dev.upkeep.database.restic.FileSet;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.database.TargetDatabases;
import java.util.Optional;

/** Finds the backup of the database that was made in the same run: they belong together. */
final class JoinSet implements LookingStep {

  static final String ALONE = "files.backup-without-database";

  private static final String REMEMBERED = "set";

  /** The name of the database's backup; empty if there is none. */
  record Joined(String databaseBackup) {}

  private final FileSets files;
  private final TargetDatabases databases;

  JoinSet(FileSets files, TargetDatabases databases) {
    this.files = files;
    this.databases = databases;
  }

  /** The backup that the files make a set with, if there is one. */
  static Optional<String> databaseBackup(StepContext context) {
    return context
        .recall(REMEMBERED, Joined.class)
        .map(Joined::databaseBackup)
        .filter(name -> !name.isEmpty());
  }

  @Override
  public String name() {
    return "join-set";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return files.work(context, set -> join(context, set));
  }

  private StepOutcome join(StepContext context, FileSet set) throws Exception {
    context.looksFor(ALONE);
    Optional<String> database = set.component().belongsTo();
    if (database.isEmpty()) {
      return StepOutcome.skipped("the files belong to no database");
    }
    if (context.run().dryRun()) {
      return StepOutcome.skipped("a dry run makes no set");
    }
    String run = context.run().runbookRunId().toString();
    Optional<String> backup = backupOf(context, run, database.get());
    context.remember(REMEMBERED, new Joined(backup.orElse("")));
    if (backup.isEmpty()) {
      context.found(
          new Sighting(
              ALONE,
              context.run().runbook(),
              Severity.WARNING,
              "The files were backed up without the database '%s' in the same run"
                  .formatted(database.get()),
              "Let files.backup follow database.backup by 'needs' in the runbook %s"
                  .formatted(context.run().runbook()),
              Evidence.of("set", run)));
    }
    return StepOutcome.done(Evidence.of("set", run).with("database-backup", backup.orElse("none")));
  }

  private Optional<String> backupOf(StepContext context, String run, String database)
      throws Exception {
    try (BackupSource source = BackupSource.named(databases, context.run().system(), database)) {
      return source.backups().all().reversed().stream()
          .filter(b -> b.manifest().flatMap(Manifest::set).filter(run::equals).isPresent())
          .map(StoredBackup::name)
          .findFirst();
    }
  }
}
