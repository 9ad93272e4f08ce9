package dev.upkeep.database.indexes;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.database.table.Index;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One thing to be done to an index.
 *
 * @param table not quoted
 * @param index not quoted
 * @param kind what is to be done
 * @param parts the index's columns
 * @param asleep whether the index is there and ignored; to make it is to wake it then
 */
record Work(String table, String index, Kind kind, List<Index.Part> parts, boolean asleep) {

  private static final String REMEMBERED = "index-work";

  /** What can be done to an index. */
  enum Kind {
    /** It is to be there and be used. */
    CREATE,
    /** The optimizer is to do without it: the trial before it is dropped. */
    IGNORE,
    /** It is to go. */
    DROP
  }

  /**
   * What {@link CheckIndexes} decided.
   *
   * @param work what is to be done
   * @param nothing why nothing is to be done, by table and index
   */
  record All(List<Work> work, Map<String, String> nothing) {
    All {
      work = List.copyOf(work);
      nothing = new LinkedHashMap<>(nothing);
    }

    void remember(StepContext context) {
      context.remember(REMEMBERED, this);
    }
  }

  Work {
    parts = List.copyOf(parts);
  }

  static All decided(StepContext context) {
    return context.recall(REMEMBERED, All.class).orElse(new All(List.of(), Map.of()));
  }

  static Steps.Items items(Kind kind) {
    return context ->
        decided(context).work().stream()
            .filter(work -> work.kind() == kind)
            .map(Work::item)
            .toList();
  }

  /** The work that a step is about. */
  static Work named(StepContext context, String item) throws TargetProblem {
    return decided(context).work().stream()
        .filter(work -> work.item().equals(item))
        .findFirst()
        .orElseThrow(
            () -> TargetProblem.lasting("Nothing was decided on " + item + ".", "Start a new run"));
  }

  /** How steps and reports call it. */
  String item() {
    return item(table, index);
  }

  static String item(String table, String index) {
    return table + "." + index;
  }

  /** Its columns as a definition has them. */
  String definition() {
    return Index.sql(parts);
  }

  String quotedIndex() {
    return Quoted.identifier(index);
  }
}
