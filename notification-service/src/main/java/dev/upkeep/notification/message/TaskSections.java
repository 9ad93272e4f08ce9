package dev.upkeep.notification.message;

import dev.upkeep.events.RunReport;
import dev.upkeep.events.RunReport.StepReport;
import dev.upkeep.events.TaskSummary;
import dev.upkeep.notification.message.Message.Fact;
import dev.upkeep.notification.message.Message.Section;
import dev.upkeep.notification.message.Message.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What one task of a runbook run did, proved and left undone. */
final class TaskSections {
  private static final int LONGEST_REASON = 1000;
  private static final int MOST_STEPS = 40;

  private final Phrases phrases;
  private final Units units;
  private final EvidenceView evidence;

  TaskSections(Reader reader) {
    this.phrases = Phrases.in(reader.language());
    this.units = new Units(reader);
    this.evidence = new EvidenceView(reader);
  }

  Section of(TaskSummary task) {
    List<Fact> facts = new ArrayList<>();
    if (task.reason() != null) {
      facts.add(fact("label.why", task.reason()));
    }
    if (task.remedy() != null) {
      facts.add(fact("label.remedy", task.remedy()));
    }
    List<Table> tables = new ArrayList<>();
    if (task.report() != null) {
      addReport(task.report(), facts, tables);
    }
    return new Section(
        phrases.say(
            "task.title",
            "task",
            PlainText.line(task.task(), 60),
            "kind",
            PlainText.line(task.kind(), 60),
            "component",
            PlainText.line(task.component(), 60),
            "state",
            state(task.state())),
        facts,
        tables);
  }

  /** Adds what the report proves: times, evidence, steps, and what was undone and what was not. */
  void addReport(RunReport report, List<Fact> facts, List<Table> tables) {
    facts.addAll(evidence.facts(report.evidence()));
    tables.addAll(evidence.tables(report.evidence()));
    Instant startedAt = report.startedAt();
    facts.add(
        new Fact(
            phrases.say("label.took"),
            startedAt == null
                ? phrases.say("never-started")
                : units.duration(Duration.between(startedAt, report.endedAt()))));
    if (report.attempts() > 1) {
      facts.add(new Fact(phrases.say("label.attempts"), Integer.toString(report.attempts())));
    }
    addUndo(report, facts);
    if (!report.steps().isEmpty()) {
      tables.add(steps(report.steps()));
    }
  }

  Fact fact(String labelKey, String text) {
    return new Fact(phrases.say(labelKey), PlainText.line(text, LONGEST_REASON));
  }

  private void addUndo(RunReport report, List<Fact> facts) {
    if (!report.undone().isEmpty()) {
      facts.add(fact("label.undone", String.join(", ", report.undone())));
    }
    if (!report.notUndone().isEmpty()) {
      facts.add(fact("label.not-undone", String.join(", ", report.notUndone())));
    }
  }

  private Table steps(List<StepReport> steps) {
    List<List<String>> rows =
        steps.stream()
            .skip(Math.max(0, steps.size() - MOST_STEPS))
            .map(
                step ->
                    List.of(
                        PlainText.line(step.name(), 80),
                        phrases.say("step." + step.state().name().toLowerCase(Locale.ROOT)),
                        units.duration(Duration.between(step.startedAt(), step.endedAt())),
                        remark(step.reason())))
            .toList();
    String title =
        steps.size() <= MOST_STEPS
            ? phrases.say("steps")
            : phrases.say(
                "steps.last",
                "shown",
                Integer.toString(MOST_STEPS),
                "all",
                Integer.toString(steps.size()));
    return new Table(
        title,
        List.of(
            phrases.say("column.step"),
            phrases.say("column.state"),
            phrases.say("column.took"),
            phrases.say("column.remark")),
        rows);
  }

  private static String remark(@Nullable String reason) {
    return reason == null ? "" : PlainText.line(reason, 200);
  }

  String state(TaskSummary.State state) {
    return phrases.say("state." + state.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
