package dev.upkeep.database.binlogarchive;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.binlog.LogArchive;
import dev.upkeep.database.binlog.LogReach;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;

/** Looks whether the copied logs follow on the newest backup without a gap. */
final class JudgeChain implements LookingStep {

  static final String NAME = "judge-chain";

  private final TargetDatabases databases;

  JudgeChain(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return BackupSource.work(
        databases,
        context,
        source -> {
          context.looksFor(LogReach.BROKEN);
          try (LogArchive archive = LogArchive.of(source)) {
            LogReach reach = LogReach.of(source.backups().all(), archive);
            reach.sighting().ifPresent(context::found);
            Evidence evidence = Evidence.of("binary-logs", reach.words());
            return StepOutcome.done(
                reach
                    .until()
                    .map(instant -> evidence.with("can-be-restored-until", instant))
                    .orElse(evidence));
          }
        });
  }
}
