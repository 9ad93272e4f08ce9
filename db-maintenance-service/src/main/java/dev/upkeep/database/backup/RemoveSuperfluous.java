package dev.upkeep.database.backup;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.Retention;
import dev.upkeep.database.backupset.StoredBackup;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import java.io.IOException;
import java.util.List;

/** Removes the backups that the system file no longer wants kept, after a new one is there. */
final class RemoveSuperfluous implements RepeatableStep {

  private final TargetDatabases databases;

  RemoveSuperfluous(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "remove-superfluous";
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    try (BackupSource source = BackupSource.of(databases, context.run())) {
      List<String> names = superfluous(source);
      return new Plan(
          "would remove %d backups, or one more when the new one is there".formatted(names.size()),
          Evidence.of("superfluous", names));
    }
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return BackupSource.work(
        databases,
        context,
        source -> {
          List<String> names = superfluous(source);
          for (String name : names) {
            context.safePoint("before-removal");
            source.target().remove(name);
          }
          return StepOutcome.done(
              Evidence.of("removed-backups", names)
                  .with("kept-backups", source.target().backups().size()));
        });
  }

  private static List<String> superfluous(BackupSource source) throws IOException {
    return Retention.superfluous(source.backups().all(), source.policy().keep(), source.zone())
        .stream()
        .map(StoredBackup::name)
        .toList();
  }
}
