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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for damage where that was not done for a while, and for tables without a primary key; what
 * it finds are findings.
 */
final class CheckTables implements LookingStep {

  static final String CORRUPT = "database.corrupt-table";
  static final String NO_PRIMARY_KEY = "database.no-primary-key";

  private static final String REMEMBERED = "checks";

  private final TargetDatabases databases;
  private final ReclaimScope scope;
  private final TableChecks history;

  CheckTables(TargetDatabases databases, ReclaimScope scope, TableChecks history) {
    this.databases = databases;
    this.scope = scope;
    this.history = history;
  }

  /**
   * What is remembered for the history.
   *
   * @param gone tables of the history that are there no more
   */
  record Checked(List<One> tables, List<String> gone) {
    Checked {
      tables = List.copyOf(tables);
      gone = List.copyOf(gone);
    }

    /** One table that was looked through to its end. */
    record One(String table, long tookMillis, boolean damaged) {}
  }

  static Checked checked(StepContext context) {
    return context.recall(REMEMBERED, Checked.class).orElse(new Checked(List.of(), List.of()));
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
    context.looksFor(NO_PRIMARY_KEY);
    List<Table> all = Tables.in(session).all();
    List<Table> tables =
        all.stream()
            .filter(table -> table.isBase() && table.isInnoDb())
            .filter(scope.tables(context))
            .toList();
    tables.forEach(table -> lookForPrimaryKey(context, table));
    Map<String, TableChecks.Check> before = history.of(context.run());
    var parameters = context.parameters(OptimizeParameters.class);
    List<Table> due =
        DueTables.of(tables, before, context.clock().instant(), parameters.betweenChecks());
    Map<String, Object> left = new LinkedHashMap<>();
    List<Checked.One> checked = lookThrough(context, session, due, left);

    Set<String> damaged = new LinkedHashSet<>();
    checked.stream().filter(Checked.One::damaged).forEach(one -> damaged.add(one.table()));
    left.keySet().stream().filter(t -> DueTables.wasDamaged(before, t)).forEach(damaged::add);
    if (left.keySet().stream().noneMatch(table -> DueTables.wasDamaged(before, table))) {
      // Else a finding would be resolved that nobody has looked at again.
      context.looksFor(CORRUPT);
    }
    List<String> gone =
        before.keySet().stream()
            .filter(name -> all.stream().noneMatch(table -> table.name().equals(name)))
            .toList();
    context.remember(REMEMBERED, new Checked(checked, gone));
    context.remember(RefuseDamaged.REMEMBERED, new RefuseDamaged.Damaged(List.copyOf(damaged)));
    Evidence evidence =
        Evidence.of("tables-checked", checked.size())
            .with("not-due", tables.size() - due.size())
            .with("damaged", List.copyOf(damaged));
    return StepOutcome.done(left.isEmpty() ? evidence : evidence.with("left-out", left));
  }

  /** As many as there is time for; when the application feels it, the rest is for another run. */
  private static List<Checked.One> lookThrough(
      StepContext context, TargetSession session, List<Table> due, Map<String, Object> left)
      throws Exception {
    var parameters = context.parameters(OptimizeParameters.class);
    var check = new QuickCheck(context, session, parameters.mostLatency());
    long begun = System.nanoTime();
    List<Checked.One> checked = new ArrayList<>();
    for (Table table : due) {
      Duration rest = parameters.longestCheck().minusNanos(System.nanoTime() - begun);
      if (!left.isEmpty() || !rest.isPositive()) {
        left.put(table.name(), "there was no time left; it is among the first in the next run");
        continue;
      }
      context.safePoint("before-table");
      context.progress((double) checked.size() / due.size(), "checking " + table.name());
      switch (check.of(table, rest)) {
        case QuickCheck.Result.Left(String why) -> left.put(table.name(), why);
        case QuickCheck.Result.Looked looked -> {
          checked.add(new Checked.One(table.name(), looked.took().toMillis(), looked.damaged()));
          report(context, table, looked.rows());
        }
      }
    }
    return checked;
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
