package dev.upkeep.database.indexes;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.query.QueryCost;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetLock;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Measures the named queries with the new index, and takes it back if one of them became slower by
 * it. That is written down before it is done, so that a repeat goes on with it.
 */
final class JudgeIndex implements RepeatableStep {

  static final String NAME = "judge-index";
  static final String REGRESSED = "database.index-regressed";
  private static final String REVERTED = "reverted";

  private final TargetDatabases databases;
  private final IndexHistory history;
  private final String item;

  JudgeIndex(TargetDatabases databases, IndexHistory history, String item) {
    this.databases = databases;
    this.history = history;
    this.item = item;
  }

  static boolean reverted(StepContext context, String item) {
    return context
        .evidenceOf(NAME + "/" + item)
        .map(evidence -> evidence.values().containsKey(REVERTED))
        .orElse(false);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(2);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    context.looksFor(REGRESSED);
    if (!CreateIndex.made(context, item)) {
      return StepOutcome.skipped("it was not made");
    }
    Work work = Work.named(context, item);
    return databases.change(
        context,
        context.parameters(IndexApplyParameters.class).lockWait(),
        (session, lock) -> judge(context, session, lock, work));
  }

  private StepOutcome judge(StepContext context, TargetSession session, TargetLock lock, Work work)
      throws Exception {
    boolean condemned =
        history
            .of(context, work.table(), work.index(), IndexHistory.Event.REVERTED)
            .filter(entry -> entry.run().equals(context.run().taskRunId()))
            .isPresent();
    List<QueryCost> before = MeasureBefore.costs(context);
    List<QueryCost> after =
        condemned || before.isEmpty() ? List.of() : MeasureBefore.measure(context, session);
    List<QueryCost> slower = slower(context, before, after, work.index());
    if (condemned || !slower.isEmpty()) {
      history.add(context, work, IndexHistory.Event.REVERTED);
      TakeBack.of(context, session, lock, work);
      Evidence evidence =
          compared(before, after).with(REVERTED, slower.stream().map(QueryCost::query).toList());
      found(context, work, evidence);
      return StepOutcome.done(evidence);
    }
    history.forget(context, work, IndexHistory.Event.REVERTED);
    return StepOutcome.done(
        compared(before, after)
            .with(
                "used-by",
                after.stream().filter(c -> c.uses(work.index())).map(QueryCost::query).toList())
            .with(
                "write-cost",
                WriteCost.measure(
                    session, Tables.in(session).require(work.table()), work.index())));
  }

  /** Those that cost more now and use the index: others did not become slower by it. */
  private static List<QueryCost> slower(
      StepContext context, List<QueryCost> before, List<QueryCost> after, String index) {
    double tolerance = context.parameters(IndexApplyParameters.class).tolerance();
    return after.stream()
        .filter(
            cost ->
                before.stream()
                    .filter(b -> b.query().equals(cost.query()))
                    .anyMatch(b -> cost.worseThan(b, tolerance)))
        .filter(cost -> cost.uses(index) || !cost.measured())
        .toList();
  }

  private static Evidence compared(List<QueryCost> before, List<QueryCost> after) {
    return Evidence.of(
        "queries",
        after.stream()
            .collect(
                Collectors.toMap(
                    QueryCost::query,
                    cost ->
                        before.stream()
                            .filter(b -> b.query().equals(cost.query()))
                            .findFirst()
                            .map(b -> figures(b, cost))
                            .orElse(cost.figures()),
                    (one, other) -> one,
                    LinkedHashMap::new)));
  }

  private static Map<String, Object> figures(QueryCost before, QueryCost after) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("rows-read-before", before.measured() ? before.rowsRead() : before.problem());
    figures.put("rows-read-after", after.measured() ? after.rowsRead() : after.problem());
    figures.put("indexes", after.keys());
    return figures;
  }

  private static void found(StepContext context, Work work, Evidence evidence) {
    context.found(
        new Sighting(
            REGRESSED,
            work.item(),
            Severity.WARNING,
            "The index '%s' on '%s' made a query slower and was taken back"
                .formatted(work.index(), work.table()),
            "Take it out of the system file, or give it other columns",
            evidence));
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    return Plan.of(
        MeasureBefore.costs(context).isEmpty()
            ? "would keep it: no query is named that could become slower"
            : "would measure the named queries again, and drop it if one of them reads more rows by it");
  }
}
