package dev.upkeep.database.optimize;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.reclaim.AdminRow;
import dev.upkeep.database.reclaim.ReclaimScope;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks for damage and for tables without a primary key; what it finds are findings. */
final class CheckTables implements LookingStep {

  static final String CORRUPT = "database.corrupt-table";
  static final String NO_PRIMARY_KEY = "database.no-primary-key";

  private final TargetDatabases databases;
  private final ReclaimScope scope;

  CheckTables(TargetDatabases databases, ReclaimScope scope) {
    this.databases = databases;
    this.scope = scope;
  }

  @Override
  public String name() {
    return "check-tables";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(12);
  }

  /** The server says nothing while it reads a large table. */
  @Override
  public Duration silenceLimit() {
    return Duration.ofHours(3);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return databases.look(context, session -> check(context, session));
  }

  private StepOutcome check(StepContext context, TargetSession session) throws Exception {
    context.looksFor(CORRUPT);
    context.looksFor(NO_PRIMARY_KEY);
    List<Table> tables =
        Tables.in(session).all().stream()
            .filter(table -> table.isBase() && table.isInnoDb())
            .filter(scope.tables(context))
            .toList();
    List<String> corrupt = new ArrayList<>();
    for (Table table : tables) {
      context.safePoint("before-table");
      context.progress((double) tables.indexOf(table) / tables.size(), "checking " + table.name());
      lookForPrimaryKey(context, table);
      List<AdminRow> rows = AdminRow.of(session, "CHECK TABLE " + table.sql() + " QUICK");
      if (rows.stream().anyMatch(AdminRow::isError)) {
        corrupt.add(table.name());
      }
      report(context, table, rows);
    }
    context.remember(RefuseDamaged.REMEMBERED, new RefuseDamaged.Damaged(corrupt));
    return StepOutcome.done(
        Evidence.of("tables-checked", tables.size()).with("damaged", List.copyOf(corrupt)));
  }

  private static void lookForPrimaryKey(StepContext context, Table table) {
    if (table.primaryKey().isEmpty()) {
      context.found(
          new Sighting(
              NO_PRIMARY_KEY,
              table.name(),
              Severity.WARNING,
              "The table '%s' has no primary key".formatted(table.name()),
              "Add one: replication, online changes and clean-up by batches depend on it",
              Evidence.of("rows", table.rows())));
    }
  }

  private static void report(StepContext context, Table table, List<AdminRow> rows) {
    boolean error = rows.stream().anyMatch(AdminRow::isError);
    List<String> said =
        rows.stream().filter(row -> row.isError() || row.isWarning()).map(AdminRow::text).toList();
    if (!said.isEmpty()) {
      context.found(
          new Sighting(
              CORRUPT,
              table.name(),
              error ? Severity.CRITICAL : Severity.HIGH,
              "CHECK TABLE finds something wrong with '%s'".formatted(table.name()),
              "Take a backup, look at the server's error log, restore or repair the table",
              Evidence.of("check-table-says", said)));
    }
  }
}
