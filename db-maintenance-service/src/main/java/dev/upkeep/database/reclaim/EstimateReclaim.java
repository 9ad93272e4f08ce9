package dev.upkeep.database.reclaim;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the tables whose rebuild would give back enough to pay. */
public final class EstimateReclaim implements LookingStep {

  /** Reports stay readable: of the tables not rebuilt, so many are named. */
  private static final int NAMED = 20;

  private static final String REMEMBERED = "worth-rebuilding";

  private final TargetDatabases databases;
  private final ReclaimScope scope;
  private final RebuildHistory history;

  /** Learns from the rebuilds of earlier runs. */
  public EstimateReclaim(TargetDatabases databases, ReclaimScope scope, RebuildHistory history) {
    this.databases = databases;
    this.scope = scope;
    this.history = history;
  }

  /**
   * What is remembered for later steps.
   *
   * @param tables those worth a rebuild, the greatest gain first
   */
  public record Worthwhile(List<ReclaimEstimate> tables) {
    public Worthwhile {
      tables = List.copyOf(tables);
    }
  }

  /** The tables worth a rebuild, as this step remembered them. */
  public static List<ReclaimEstimate> worthwhile(StepContext context) {
    return context.recall(REMEMBERED, Worthwhile.class).map(Worthwhile::tables).orElse(List.of());
  }

  /** The items of the steps that rebuild. */
  public static List<String> tablesWorthRebuilding(StepContext context) {
    return worthwhile(context).stream().map(ReclaimEstimate::table).toList();
  }

  @Override
  public String name() {
    return "estimate-reclaim";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return databases.look(context, session -> estimate(context, session));
  }

  private StepOutcome estimate(StepContext context, TargetSession session) throws Exception {
    FileSizes sizes = FileSizes.in(session);
    var estimator = new Estimator(session, sizes);
    List<Table> tables =
        Tables.in(session).all().stream()
            .filter(Table::isBase)
            .filter(scope.tables(context))
            .toList();
    Lessons learnt = tables.isEmpty() ? Lessons.NONE : history.lessons(context.run());
    List<ReclaimEstimate> estimates = new ArrayList<>();
    Map<String, Object> leftOut = new LinkedHashMap<>();
    for (Table table : tables) {
      context.safePoint("before-table");
      context.progress(
          (double) (estimates.size() + leftOut.size()) / tables.size(),
          "estimating " + table.name());
      Optional<String> obstacle = estimator.obstacle(table);
      if (obstacle.isPresent()) {
        leftOut.put(table.name(), obstacle.get());
      } else {
        estimates.add(learnt.applied(estimator.estimate(table)));
      }
    }
    return told(context, sizes, estimates, leftOut);
  }

  private StepOutcome told(
      StepContext context,
      FileSizes sizes,
      List<ReclaimEstimate> estimates,
      Map<String, Object> leftOut) {
    List<ReclaimEstimate> byGain =
        estimates.stream()
            .sorted(Comparator.comparingLong(ReclaimEstimate::reclaimableBytes).reversed())
            .toList();
    List<ReclaimEstimate> worth =
        byGain.stream().filter(e -> e.pays(scope.threshold(context))).toList();
    context.remember(REMEMBERED, new Worthwhile(worth));
    Map<String, Object> figures = new LinkedHashMap<>();
    byGain.stream()
        .limit(worth.size() + (long) NAMED)
        .forEach(e -> figures.put(e.table(), figures(e)));
    Evidence evidence =
        Evidence.of("tables", estimates.size())
            .with("worth-rebuilding", worth.size())
            .with(
                "reclaimable-bytes",
                worth.stream().mapToLong(ReclaimEstimate::reclaimableBytes).sum())
            .with("sizes-from", sizes.measured() ? "files" : "pages (no PROCESS privilege)")
            .with("estimates", figures);
    return StepOutcome.done(leftOut.isEmpty() ? evidence : evidence.with("left-out", leftOut));
  }

  private static Map<String, Object> figures(ReclaimEstimate estimate) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("file-bytes", estimate.fileBytes());
    figures.put("predicted-bytes", estimate.predictedBytes());
    figures.put("reclaimable-percent", Math.round(estimate.share() * 100));
    figures.put("rows", estimate.rows());
    figures.put("rows-counted", estimate.counted());
    figures.put(
        "expected-ms", estimate.expectedMillis().<Object>map(millis -> millis).orElse("not known"));
    return figures;
  }
}
