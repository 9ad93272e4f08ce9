package dev.upkeep.database.indexes;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.WantedIndex;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sets what is wanted against what is there. All that cannot be is told at once; one is enough for
 * nothing to be touched.
 */
final class CheckIndexes implements LookingStep {

  private final TargetDatabases databases;
  private final Wanted wanted;
  private final IndexHistory history;

  CheckIndexes(TargetDatabases databases, Wanted wanted, IndexHistory history) {
    this.databases = databases;
    this.wanted = wanted;
    this.history = history;
  }

  @Override
  public String name() {
    return "check-indexes";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return databases.look(context, session -> check(context, session));
  }

  private StepOutcome check(StepContext context, TargetSession session) throws TargetProblem {
    Tables tables = Tables.in(session);
    List<Work> work = new ArrayList<>();
    Map<String, String> nothing = new LinkedHashMap<>();
    List<Decision.Refuse> refused = new ArrayList<>();
    for (WantedIndex index : wanted.of(context)) {
      switch (decide(context, session, tables, index)) {
        case Decision.Do(Work todo) -> work.add(todo);
        case Decision.Nothing(String why) ->
            nothing.put(Work.item(index.table(), index.name()), why);
        case Decision.Refuse refuse -> refused.add(refuse);
      }
    }
    if (!refused.isEmpty()) {
      return StepOutcome.failed(
          refused.stream()
              .map(Decision.Refuse::why)
              .collect(Collectors.joining("; ", "", "; nothing was changed.")),
          refused.stream()
              .map(Decision.Refuse::remedy)
              .distinct()
              .collect(Collectors.joining("; ")));
    }
    new Work.All(work, nothing).remember(context);
    Map<Work.Kind, Long> counts =
        work.stream().collect(Collectors.groupingBy(Work::kind, Collectors.counting()));
    return StepOutcome.done(
        Evidence.of("to-create", counts.getOrDefault(Work.Kind.CREATE, 0L))
            .with("to-ignore", counts.getOrDefault(Work.Kind.IGNORE, 0L))
            .with("to-drop", counts.getOrDefault(Work.Kind.DROP, 0L))
            .with("nothing-to-do", nothing));
  }

  private Decision decide(
      StepContext context, TargetSession session, Tables tables, WantedIndex index)
      throws TargetProblem {
    Optional<Table> table = tables.named(index.table());
    if (table.isEmpty()) {
      try {
        tables.require(index.table());
      } catch (TargetProblem missing) {
        return new Decision.Refuse(stripped(missing.reason()), missing.remedy());
      }
    }
    return switch (index.action()) {
      case WantedIndex.Action.Create create ->
          unlessTakenBack(
              context, CreateRules.decide(table.orElseThrow(), index.name(), create.columns()));
      case WantedIndex.Action.Drop drop ->
          DropRules.decide(
              table.orElseThrow(),
              index.name(),
              ForeignKeyColumns.of(session, index.table()),
              history
                  .of(context, index.table(), index.name(), IndexHistory.Event.IGNORED)
                  .map(IndexHistory.Entry::at),
              context.parameters(IndexApplyParameters.class).trialLength(),
              context.clock().instant());
    };
  }

  /** What did harm once is not tried again unasked. */
  private Decision unlessTakenBack(StepContext context, Decision decision) {
    if (!(decision instanceof Decision.Do(Work work))
        || context.parameters(IndexApplyParameters.class).again()) {
      return decision;
    }
    Optional<Instant> takenBack =
        history
            .of(context, work.table(), work.index(), IndexHistory.Event.REVERTED)
            .filter(entry -> entry.definition().equals(work.definition()))
            .map(IndexHistory.Entry::at);
    Function<Instant, Decision> leave =
        at ->
            new Decision.Nothing(
                "it was taken back on %s since it made a query slower; 'again: true' tries it again"
                    .formatted(at));
    return takenBack.map(leave).orElse(decision);
  }

  private static String stripped(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
