package dev.upkeep.chassis.run;

import dev.upkeep.chassis.run.JournalEntry.Phase;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.RunReport.StepReport;
import dev.upkeep.events.RunReport.StepState;
import dev.upkeep.events.envelope.EventJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a run's journal says. Only answers; who appends to the table adds the line here too. */
final class Journal {
  static final String ITEMS = "items";

  private final List<JournalEntry> entries;

  Journal(List<JournalEntry> entries) {
    this.entries = new ArrayList<>(entries);
  }

  /** Where a step stands. */
  enum Status {
    /** It may begin: it never did, or it said that it failed, or its effect is out of question. */
    TO_BEGIN,
    /** It began, and whether its effect happened is open. */
    OPEN,
    /** Its effect was observed. */
    DONE,
    /** There was nothing to do, or in a dry run it is planned. */
    PASSED
  }

  /** Where a step's undo stands. */
  enum UndoStatus {
    TO_BEGIN,
    UNDONE,
    STAYS
  }

  synchronized void add(JournalEntry entry) {
    entries.add(entry);
  }

  /** Whether any step has begun. */
  synchronized boolean begun() {
    return entries.stream().anyMatch(entry -> entry.phase() == Phase.INTENT);
  }

  /** Whether any step has come to an end. */
  synchronized boolean anyStepEnded() {
    return entries.stream()
        .anyMatch(entry -> entry.phase() == Phase.DONE || entry.phase() == Phase.SKIPPED);
  }

  synchronized Status status(String step) {
    Status status = Status.TO_BEGIN;
    for (JournalEntry entry : of(step)) {
      status =
          switch (entry.phase()) {
            case INTENT, BROKEN -> Status.OPEN;
            case DONE -> Status.DONE;
            case SKIPPED, PLANNED -> Status.PASSED;
            case FAILED, CLEARED -> Status.TO_BEGIN;
            case ITEMS, UNDO_INTENT, UNDONE, UNDO_FAILED -> status;
          };
    }
    return status;
  }

  synchronized UndoStatus undoStatus(String step) {
    UndoStatus status = UndoStatus.TO_BEGIN;
    for (JournalEntry entry : of(step)) {
      if (entry.phase() == Phase.UNDONE) {
        status = UndoStatus.UNDONE;
      } else if (entry.phase() == Phase.UNDO_FAILED) {
        status = UndoStatus.STAYS;
      }
    }
    return status;
  }

  /** The items that a step for each item works on, once they have been asked for. */
  synchronized Optional<List<String>> items(String name) {
    return of(name).stream()
        .filter(entry -> entry.phase() == Phase.ITEMS)
        .map(entry -> List.of(EventJson.mapper().treeToValue(value(entry), String[].class)))
        .findFirst();
  }

  private static JsonNode value(JournalEntry entry) {
    JsonNode items = entry.remembered().get(ITEMS);
    if (items == null) {
      throw new IllegalStateException("the journal names no items for step " + entry.step());
    }
    return items;
  }

  synchronized Optional<JsonNode> remembered(String name) {
    JsonNode last = null;
    for (JournalEntry entry : entries) {
      if (entry.phase() != Phase.ITEMS && entry.remembered().containsKey(name)) {
        last = entry.remembered().get(name);
      }
    }
    return Optional.ofNullable(last);
  }

  synchronized Optional<Evidence> evidenceOf(String step) {
    return lastEnd(step).filter(Journal::passed).map(JournalEntry::evidence);
  }

  /** The evidence of the last step that was done, or planned in a dry run. */
  synchronized Evidence summary() {
    return entries.stream()
        .filter(entry -> entry.phase() == Phase.DONE || entry.phase() == Phase.PLANNED)
        .reduce((earlier, later) -> later)
        .map(JournalEntry::evidence)
        .orElse(Evidence.none());
  }

  /** The steps whose effects were observed, in the order of their ends. */
  synchronized List<String> done() {
    return inOrder(Phase.DONE).stream().filter(step -> status(step) == Status.DONE).toList();
  }

  /** The steps that began and whose effect is open. */
  synchronized List<String> open() {
    return inOrder(Phase.INTENT).stream().filter(step -> status(step) == Status.OPEN).toList();
  }

  synchronized List<String> undone() {
    return inOrder(Phase.UNDONE);
  }

  private List<String> inOrder(Phase phase) {
    return entries.stream()
        .filter(entry -> entry.phase() == phase)
        .map(JournalEntry::step)
        .distinct()
        .toList();
  }

  /** Every step that was reached, in order, as it is told to others. */
  synchronized List<StepReport> reports() {
    Map<String, List<JournalEntry>> steps = new LinkedHashMap<>();
    entries.stream()
        .filter(entry -> entry.phase() != Phase.ITEMS)
        .forEach(entry -> steps.computeIfAbsent(entry.step(), s -> new ArrayList<>()).add(entry));
    return steps.entrySet().stream().map(step -> report(step.getKey(), step.getValue())).toList();
  }

  private StepReport report(String step, List<JournalEntry> lines) {
    Instant began = lines.getFirst().at();
    JournalEntry end = lastEnd(step).orElse(null);
    if (end == null || (status(step) == Status.OPEN && end.phase() != Phase.BROKEN)) {
      return new StepReport(
          step,
          StepState.FAILED,
          "it did not come to an end",
          began,
          lines.getLast().at(),
          Evidence.none());
    }
    return new StepReport(step, state(end), end.reason(), began, end.at(), end.evidence());
  }

  private static StepState state(JournalEntry end) {
    return switch (end.phase()) {
      case DONE -> StepState.DONE;
      case SKIPPED -> StepState.SKIPPED;
      case PLANNED -> StepState.PLANNED;
      case FAILED, BROKEN, CLEARED, ITEMS, INTENT, UNDO_INTENT, UNDONE, UNDO_FAILED ->
          StepState.FAILED;
    };
  }

  private Optional<JournalEntry> lastEnd(String step) {
    return of(step).stream()
        .filter(entry -> passed(entry) || failed(entry))
        .reduce((earlier, later) -> later);
  }

  private static boolean passed(JournalEntry entry) {
    return entry.phase() == Phase.DONE
        || entry.phase() == Phase.SKIPPED
        || entry.phase() == Phase.PLANNED;
  }

  private static boolean failed(JournalEntry entry) {
    return entry.phase() == Phase.FAILED || entry.phase() == Phase.BROKEN;
  }

  private List<JournalEntry> of(String step) {
    return entries.stream().filter(entry -> entry.step().equals(step)).toList();
  }
}
