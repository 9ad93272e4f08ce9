package dev.upkeep.database.backupcheck;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.KnownDamages;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.database.TargetDatabases;
import java.time.Duration;
import java.util.List;

/** Reads the newest backup from beginning to end: disks forget in silence. */
final class ExamineNewest implements LookingStep {

  static final String UNREADABLE = "database.backup-unreadable";

  private final TargetDatabases databases;

  ExamineNewest(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "examine-newest";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return BackupSource.work(databases, context, source -> examine(context, source));
  }

  private static StepOutcome examine(StepContext context, BackupSource source) throws Exception {
    context.looksFor(UNREADABLE);
    List<String> all = source.target().backups();
    if (all.isEmpty()) {
      return StepOutcome.skipped("there is no backup");
    }
    String newest = all.getLast();
    List<String> damages = KnownDamages.examine(context, source.target(), newest).complaints();
    if (!damages.isEmpty()) {
      context.found(
          new Sighting(
              UNREADABLE,
              newest,
              Severity.CRITICAL,
              "The newest backup is damaged: " + damages.getFirst(),
              "Back up again now, and look after the disk it lies on",
              Evidence.of("damages", damages)));
    }
    return StepOutcome.done(Evidence.of("examined", newest).with("damages", damages));
  }
}
