package dev.upkeep.database.performance;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.advice.IndexAdvice;
import dev.upkeep.database.query.Measuring;
import dev.upkeep.database.query.TableAccess;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.NamedQuery;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the server goes about the queries that operators named. */
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
    for (NamedQuery query : queries) {
      context.safePoint("before-query");
      Optional<List<TableAccess>> plan = explaining.explain(query.sql());
      plans.put(
          query.name(),
          Map.of(
              "plan",
              plan.<Object>map(p -> p.stream().map(TableAccess::said).toList())
                  .orElse("the server cannot explain it")));
      plan.ifPresent(
          accesses -> {
            if (accesses.stream().anyMatch(a -> a.readsAll() && a.rows() >= MANY)) {
              found(
                  context,
                  query,
                  accesses,
                  IndexAdvice.forQuery(query.sql(), accesses, tables::named));
            }
          });
    }
    return StepOutcome.done(Evidence.of("queries", plans));
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
