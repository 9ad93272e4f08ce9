package dev.upkeep.database.indexes;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What became of each index, in the words of an operator. */
final class SumUp implements LookingStep {

  @Override
  public String name() {
    return "sum-up";
  }

  @Override
  public StepOutcome run(StepContext context) {
    Work.All decided = Work.decided(context);
    Map<String, Object> indexes = new LinkedHashMap<>();
    for (Work work : decided.work()) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("columns", work.definition());
      figures.put("outcome", outcome(context, work));
      indexes.put(work.item(), figures);
    }
    decided
        .nothing()
        .forEach((item, why) -> indexes.put(item, Map.of("columns", "", "outcome", why)));
    return StepOutcome.done(
        Evidence.of("created", count(decided.work(), work -> created(context, work)))
            .with(
                "reverted",
                count(decided.work(), work -> JudgeIndex.reverted(context, work.item())))
            .with(
                "ignored",
                count(decided.work(), work -> has(context, IgnoreIndex.NAME, work, "ignored")))
            .with(
                "dropped",
                count(decided.work(), work -> has(context, DropIndex.NAME, work, "dropped")))
            .with("indexes", indexes));
  }

  private static String outcome(StepContext context, Work work) {
    return switch (work.kind()) {
      case CREATE ->
          JudgeIndex.reverted(context, work.item())
              ? "taken back: it made a query slower"
              : created(context, work)
                  ? (work.asleep() ? "used again" : "made")
                  : "not made: see its step";
      case IGNORE -> has(context, IgnoreIndex.NAME, work, "ignored") ? "on trial" : "not changed";
      case DROP -> has(context, DropIndex.NAME, work, "dropped") ? "dropped" : "not dropped";
    };
  }

  private static boolean created(StepContext context, Work work) {
    return work.kind() == Work.Kind.CREATE
        && CreateIndex.made(context, work.item())
        && !JudgeIndex.reverted(context, work.item());
  }

  private static boolean has(StepContext context, String step, Work work, String name) {
    return context
        .evidenceOf(step + "/" + work.item())
        .map(evidence -> evidence.values().containsKey(name))
        .orElse(false);
  }

  private static long count(List<Work> works, Predicate<Work> which) {
    return works.stream().filter(which).count();
  }
}
