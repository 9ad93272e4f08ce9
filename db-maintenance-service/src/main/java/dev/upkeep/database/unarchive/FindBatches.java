package dev.upkeep.database.unarchive;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.receipt.Receipt;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Finds the batches that are asked for, and whether their rows fit the table as it is today. */
final class FindBatches implements LookingStep {

  private final TargetDatabases databases;

  FindBatches(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "find-batches";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    UnarchiveParameters parameters = context.parameters(UnarchiveParameters.class);
    return databases.look(
        context,
        session -> {
          Tables tables = Tables.in(session);
          Table table = tables.require(parameters.table());
          List<Receipt> receipts = WantedBatches.of(session, parameters);
          List<String> problems = new ArrayList<>();
          if (table.primaryKey().isEmpty()) {
            problems.add("'%s' has no primary key".formatted(table.name()));
          }
          for (String archive :
              new LinkedHashSet<>(receipts.stream().map(Receipt::archive).toList())) {
            problems.addAll(ReturnFit.misfits(tables.require(archive), table));
          }
          return problems.isEmpty()
              ? StepOutcome.done(
                  Evidence.of("table", table.name())
                      .with("batches", receipts.size())
                      .with("rows", receipts.stream().mapToLong(Receipt::rows).sum()))
              : StepOutcome.failed(
                  "The archived rows do not fit '%s' any more; nothing was touched: %s."
                      .formatted(table.name(), String.join("; ", problems)),
                  "Correct the table, or copy the rows back by hand");
        });
  }
}
