package dev.upkeep.database.restore;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.approval.Approval;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabase;
import dev.upkeep.system.database.TargetDatabases;
import java.util.Optional;

/**
 * Waits for a person's yes before the application's own database is filled, or what another holds
 * is replaced. A run that was sent by mistake ends here.
 */
final class AwaitApproval implements RepeatableStep {

  static final String NAME = "await-approval";

  private final TargetDatabases databases;

  AwaitApproval(TargetDatabases databases) {
    this.databases = databases;
  }

  /** What may be replaced, if somebody said so. */
  static Optional<Contents> given(StepContext context) {
    return context.parameters(RestoreParameters.class).replace()
        ? Approval.of(context, NAME).map(_ -> LookAtTarget.in(context))
        : Optional.empty();
  }

  /** Who said yes, when and why; nothing where nobody had to. */
  static Evidence evidence(StepContext context) {
    return Approval.of(context, NAME).map(Approval::evidence).orElse(Evidence.none());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    return Plan.of(
        isNeeded(context)
            ? "would ask for approval: " + what(context)
            : "would ask nobody: nothing can be lost");
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return isNeeded(context)
        ? new StepOutcome.NeedsApproval(
            what(context),
            "May that be done, and has the application been stopped? Answer with 'upkeep runs"
                + " resolve RUN TASK APPROVE --reason …', or REFUSE")
        : StepOutcome.skipped("nothing can be lost");
  }

  private boolean isNeeded(StepContext context) throws Exception {
    RestoreParameters parameters = context.parameters(RestoreParameters.class);
    boolean empty = LookAtTarget.in(context).isEmpty();
    boolean own = parameters.into().equals(databases.of(context.run()).schema());
    // What is not empty and not to be replaced is refused later, whoever approves.
    return empty ? own : parameters.replace();
  }

  private String what(StepContext context) throws Exception {
    TargetDatabase database = databases.of(context.run());
    Contents contents = LookAtTarget.in(context);
    RestoreParameters parameters = context.parameters(RestoreParameters.class);
    String into = parameters.into();
    String until =
        parameters.until() == null ? "" : " and the server's logs until " + parameters.until();
    String backup =
        context
            .evidenceOf("choose-backup")
            .map(
                e ->
                    "%s, as it was at %s"
                        .formatted(e.values().get("backup"), e.values().get("snapshot-at")))
            .orElse("the backup");
    return contents.isEmpty()
        ? "The database '%s' on %s is the application's own, and empty. It will be filled from the backup %s%s."
            .formatted(into, database.host(), backup, until)
        : "The database '%s' on %s holds %s. ALL OF IT WILL BE DROPPED and replaced by the backup %s%s."
            .formatted(into, database.host(), contents.words(), backup, until);
  }
}
