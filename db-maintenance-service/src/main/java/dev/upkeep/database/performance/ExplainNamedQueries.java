package dev.upkeep.database.performance;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.advice.IndexAdvice;
import dev.upkeep.database.query.Measuring;
import dev.upkeep.database.query.QueryCost;
import dev.upkeep.database.query.TableAccess;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.NamedQuery;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the server goes about the queries that operators named; they are run, within a limit. */
final class ExplainNamedQueries implements LookingStep {

  static final String READS_ALL = "database.query-reads-all";

  private static final Duration EXPLAINING = Duration.ofSeconds(5);

  /** A table of fewer rows may be read whole. */
  private static final long MANY = 1000;

  private final TargetDatabases databases;

  ExplainNamedQueries(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "explain-named-queries";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    context.looksFor(READS_ALL);
    return databases.look(
        context,
        session -> {
          List<NamedQuery> queries = session.database().component().tuning().queries();
          return queries.isEmpty()
              ? StepOutcome.skipped("the system file names no queries")
              : explained(context, session, queries);
        });
  }

  private static StepOutcome explained(
      StepContext context, TargetSession session, List<NamedQuery> queries) throws Exception {
    var explaining = new Measuring(session, EXPLAINING);
    Tables tables = Tables.in(session);
    Map<String, Object> plans = new LinkedHashMap<>();
    List<Candidate> advised = new ArrayList<>();
    for (NamedQuery query : queries) {
      context.safePoint("before-query");
      Optional<List<TableAccess>> plan = plan(explaining, query);
      plans.put(
          query.name(),
          Map.of(
              "plan",
              plan.<Object>map(p -> p.stream().map(TableAccess::said).toList())
                  .orElse("the server cannot explain it")));
      Optional<IndexAdvice> advice =
          plan.flatMap(p -> IndexAdvice.forQuery(query.sql(), p, tables::named));
      advice.ifPresent(a -> advised.add(new Candidate(query.name(), a)));
      plan.filter(p -> p.stream().anyMatch(a -> a.readsAll() && a.rows() >= MANY))
          .ifPresent(p -> found(context, query, p, advice));
    }
    Candidate.rememberOfNamed(context, advised);
    return StepOutcome.done(Evidence.of("queries", plans));
  }

  /** As it was when the query was run; where it takes too long, as it would be. */
  private static Optional<List<TableAccess>> plan(Measuring measuring, NamedQuery query) {
    QueryCost cost = measuring.of(query);
    return cost.measured() ? Optional.of(cost.plan()) : measuring.explain(query.sql());
  }

  private static void found(
      StepContext context, NamedQuery query, List<TableAccess> plan, Optional<IndexAdvice> advice) {
    context.found(
        new Sighting(
            READS_ALL,
            query.name(),
            Severity.WARNING,
            "The query '%s' goes through a whole table".formatted(query.name()),
            advice
                .map(
                    a ->
                        "Add an index: {name: %s, table: %s, columns: [%s]}, since %s"
                            .formatted(
                                a.name(),
                                a.table(),
                                String.join(
                                    ", ", a.parts().stream().map(Index.Part::column).toList()),
                                a.reason()))
                .orElse("Look at its plan: no index that would help is obvious"),
            Evidence.of("plan", plan.stream().map(TableAccess::said).toList())));
  }
}
