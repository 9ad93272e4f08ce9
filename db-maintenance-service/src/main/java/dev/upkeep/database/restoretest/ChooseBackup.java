package dev.upkeep.database.restoretest;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.ChosenBackup;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import java.util.List;

/** The newest backup, or the one that was named; whoever takes the run over tests the same. */
final class ChooseBackup implements LookingStep {

  private final TargetDatabases databases;

  ChooseBackup(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "choose-backup";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return BackupSource.work(databases, context, source -> choose(context, source));
  }

  private static StepOutcome choose(StepContext context, BackupSource source) throws Exception {
    List<String> all = source.target().backups();
    String wanted = context.parameters(RestoreTestParameters.class).backup();
    if (all.isEmpty() || (wanted != null && !all.contains(wanted))) {
      return StepOutcome.failed(
          wanted == null
              ? "There is no backup in %s.".formatted(source.target().place())
              : "There is no backup '%s' in %s.".formatted(wanted, source.target().place()),
          all.isEmpty()
              ? "Run database.backup first"
              : "The newest is '%s'; the others are in %s"
                  .formatted(all.getLast(), source.target().place()));
    }
    String name = wanted == null ? all.getLast() : wanted;
    ChosenBackup.remember(context, name);
    return StepOutcome.done(Evidence.of("backup", name).with("backups", all.size()));
  }
}
