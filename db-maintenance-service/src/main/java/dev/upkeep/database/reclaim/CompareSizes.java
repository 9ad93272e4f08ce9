package dev.upkeep.database.reclaim;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sets what the rebuilds gave back against what was foretold. */
public final class CompareSizes implements LookingStep {

  @Override
  public String name() {
    return "compare-sizes";
  }

  @Override
  public StepOutcome run(StepContext context) {
    long reclaimed = 0;
    Map<String, Object> tables = new LinkedHashMap<>();
    for (ReclaimEstimate estimate : EstimateReclaim.worthwhile(context)) {
      var sizes = RebuildTable.sizes(context, estimate.table());
      if (sizes.isPresent()) {
        long before = sizes.get().before();
        long after = sizes.get().after();
        reclaimed += before - after;
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("before-bytes", before);
        figures.put("after-bytes", after);
        figures.put("reclaimed-bytes", before - after);
        figures.put(
            "estimate-error-points",
            before == 0 ? 0 : Math.round(100.0 * (estimate.predictedBytes() - after) / before));
        figures.put(
            "expected-ms",
            estimate.expectedMillis().<Object>map(millis -> millis).orElse("not known"));
        figures.put(
            "took-ms", sizes.get().tookMillis().<Object>map(millis -> millis).orElse("not known"));
        tables.put(estimate.table(), figures);
      }
    }
    return StepOutcome.done(
        Evidence.of("reclaimed-bytes", reclaimed)
            .with("rebuilt", tables.size())
            .with("tables", tables));
  }
}
