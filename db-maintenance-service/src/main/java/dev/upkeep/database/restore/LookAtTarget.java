package dev.upkeep.database.restore;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;

/** Looks what the database holds that is to be filled: that is what approval will be about. */
final class LookAtTarget implements LookingStep {

  private static final String REMEMBERED = "target";

  private final TargetDatabases databases;

  LookAtTarget(TargetDatabases databases) {
    this.databases = databases;
  }

  /** What it held. */
  static Contents in(StepContext context) {
    return context.recall(REMEMBERED, Contents.class).orElseThrow();
  }

  @Override
  public String name() {
    return "look-at-target";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    String into = context.parameters(RestoreParameters.class).into();
    return databases.look(
        context,
        session -> {
          Contents contents = Contents.of(session, into);
          context.remember(REMEMBERED, contents);
          return StepOutcome.done(
              Evidence.of("restored-into", into)
                  .with("tables-found", contents.names().size())
                  .with("database-bytes", contents.bytes()));
        });
  }
}
