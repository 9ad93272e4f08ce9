package dev.upkeep.database.unarchive;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.catalogue.Described;
import dev.upkeep.database.receipt.CheckReceipts;
import dev.upkeep.database.receipt.ReceiptPrecheck;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.database.TargetDatabases;
import java.util.List;
import org.springframework.stereotype.Component;

/** Puts archived rows back where they were. */
@Component
final class UnarchiveTask implements Task {

  private final TargetDatabases databases;

  UnarchiveTask(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new FindBatches(databases))
        .then(new RestoreRows(databases))
        .then(new CheckReceipts(databases))
        .then(new SumUpRestored());
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    return databases.precheck(context, session -> ReceiptPrecheck.of(session, List.of()));
  }

  @Override
  public TaskDescription description() {
    return Described.as("database.unarchive");
  }

  @Override
  public Class<? extends Record> parameters() {
    return UnarchiveParameters.class;
  }
}
