package dev.upkeep.database.backup;

import dev.upkeep.chassis.task.CheckableStep;
import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Probe;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.ChosenBackup;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** Gives the draft its name: from this instant on, and not before, there is a backup. */
final class PublishBackup implements CheckableStep {

  private final TargetDatabases databases;

  PublishBackup(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "publish-backup";
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of("would give the backup its name when it is whole");
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return BackupSource.work(
        databases,
        context,
        source -> {
          String name = ChosenBackup.in(context);
          try {
            source.target().publish(WriteBackup.draftOf(context).orElseThrow(), name);
          } catch (FileAlreadyExistsException e) {
            return StepOutcome.done(evidence(source, name));
          } catch (NoSuchFileException e) {
            return StepOutcome.failed(
                "The draft of %s is gone from %s.".formatted(name, source.target().place()),
                "Somebody removed it; back up again");
          }
          return StepOutcome.done(evidence(source, name));
        });
  }

  /** Whoever is late publishes the very same draft: there is no other effect to wait for. */
  @Override
  public Probe probe(StepContext context) throws Exception {
    try (BackupSource source = BackupSource.of(databases, context.run())) {
      String name = ChosenBackup.in(context);
      return source.backups().named(name).isPresent()
          ? new Probe.Happened(evidence(source, name))
          : new Probe.CannotHappenAnyMore("there is no backup of that name");
    }
  }

  private static Evidence evidence(BackupSource source, String name) {
    return Evidence.of("published", source.target().place() + "/" + name);
  }
}
