package dev.upkeep.database.optimize;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.advice.ComparedColumns;
import dev.upkeep.database.query.Measuring;
import dev.upkeep.database.query.Misestimate;
import dev.upkeep.database.query.QueryCost;
import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.NamedQuery;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Measures how values are spread over the columns by which the optimizer misjudged a named query,
 * and measures anew where a table has changed since. Other columns are left alone: what is measured
 * has to be kept true.
 */
final class RefreshHistograms implements RepeatableStep {

  private static final Duration LONGEST_QUERY = Duration.ofSeconds(10);

  private final TargetDatabases databases;

  RefreshHistograms(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "refresh-histograms";
  }

  /**
   * What there is to measure.
   *
   * @param columns by table
   * @param why by query or table
   */
  private record Wanted(Map<Table, Set<String>> columns, Map<String, Object> why) {}

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    var parameters = context.parameters(OptimizeParameters.class);
    if (parameters.longestHistograms().isZero()) {
      return StepOutcome.skipped("'histogram-limit' is 0");
    }
    return databases.change(
        context,
        parameters.lockWait(),
        (session, lock) -> {
          if (!Histograms.visible(session)) {
            return StepOutcome.skipped(
                "histograms cannot be seen without SELECT ON mysql.column_stats and mysql.table_stats");
          }
          Wanted wanted = wanted(context, session);
          return wanted.columns().isEmpty()
              ? StepOutcome.skipped("no plan of a named query is far off for want of one")
              : measured(context, session, wanted);
        });
  }

  private static StepOutcome measured(StepContext context, TargetSession session, Wanted wanted)
      throws Exception {
    var histograms = new Histograms(session);
    Duration limit = context.parameters(OptimizeParameters.class).longestHistograms();
    long begun = System.nanoTime();
    Map<String, Object> done = new LinkedHashMap<>();
    Map<String, Object> left = new LinkedHashMap<>();
    for (Map.Entry<Table, Set<String>> one : wanted.columns().entrySet()) {
      Table table = one.getKey();
      context.safePoint("before-table");
      context.progress(
          (double) (done.size() + left.size()) / wanted.columns().size(),
          "measuring columns of " + table.name());
      Duration rest = limit.minusNanos(System.nanoTime() - begun);
      Optional<String> problem =
          rest.isPositive()
              ? histograms.measure(table, List.copyOf(one.getValue()), rest)
              : Optional.of("there was no time left");
      problem.ifPresentOrElse(
          why -> left.put(table.name(), why),
          () -> done.put(table.name(), String.join(", ", one.getValue())));
    }
    Evidence evidence = Evidence.of("histograms", done).with("misjudged", wanted.why());
    return StepOutcome.done(left.isEmpty() ? evidence : evidence.with("left-out", left));
  }

  private static Wanted wanted(StepContext context, TargetSession session) throws Exception {
    Tables tables = Tables.in(session);
    var histograms = new Histograms(session);
    Map<String, Set<String>> there = histograms.there();
    var wanted = new Wanted(new LinkedHashMap<>(), new LinkedHashMap<>());
    there.forEach(
        (name, columns) ->
            tables
                .named(name)
                .filter(histograms::stale)
                .ifPresent(
                    table -> {
                      wanted.columns().put(table, new LinkedHashSet<>(columns));
                      wanted.why().put(name, "its rows are other ones by now");
                    }));
    List<NamedQuery> queries = session.database().component().tuning().queries();
    List<QueryCost> costs = new Measuring(session, LONGEST_QUERY).of(context, queries);
    for (int i = 0; i < queries.size(); i++) {
      for (Misestimate misestimate : costs.get(i).misestimates()) {
        misjudged(queries.get(i), misestimate, tables, there, wanted);
      }
    }
    return wanted;
  }

  private static void misjudged(
      NamedQuery query,
      Misestimate misestimate,
      Tables tables,
      Map<String, Set<String>> there,
      Wanted wanted) {
    Optional<ComparedColumns> compared =
        ComparedColumns.of(query.sql(), misestimate.table(), tables::named);
    if (compared.isEmpty()) {
      return;
    }
    Table table = compared.get().table();
    Set<String> missing =
        compared.get().columns().stream()
            .filter(Histograms::suits)
            .map(Column::name)
            .filter(column -> !there.getOrDefault(table.name(), Set.of()).contains(column))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (!missing.isEmpty()) {
      wanted.columns().computeIfAbsent(table, t -> new LinkedHashSet<>()).addAll(missing);
      wanted
          .why()
          .put(
              query.name(),
              "of %s %s %% were expected and %s %% passed"
                  .formatted(
                      table.name(), misestimate.expectedPercent(), misestimate.reallyPercent()));
    }
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    if (context.parameters(OptimizeParameters.class).longestHistograms().isZero()) {
      return Plan.of("would measure no columns: 'histogram-limit' is 0");
    }
    return databases.plan(
        context,
        session -> {
          if (!Histograms.visible(session)) {
            return Plan.of("cannot see which columns were measured");
          }
          Wanted wanted = wanted(context, session);
          return new Plan(
              "would measure columns of %d tables".formatted(wanted.columns().size()),
              Evidence.of("misjudged", wanted.why()));
        });
  }
}
