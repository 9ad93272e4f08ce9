package dev.upkeep.database.restore;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;

/** Takes the mark away: the database is what the backup was, and belongs to the operators. */
final class ReleaseCopy implements RepeatableStep {

  private final TargetDatabases databases;

  ReleaseCopy(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "release-copy";
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of("would compare every table and hand the database over");
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    String into = context.parameters(RestoreParameters.class).into();
    return databases.look(
        context,
        session -> {
          new CopyDatabase(session, into).release();
          return StepOutcome.done(
              context
                  .evidenceOf("choose-backup")
                  .orElse(Evidence.none())
                  .and(AwaitApproval.evidence(context))
                  .and(context.evidenceOf("restore-files").orElse(Evidence.none()))
                  .and(context.evidenceOf("compare-copy").orElse(Evidence.none())));
        });
  }
}
