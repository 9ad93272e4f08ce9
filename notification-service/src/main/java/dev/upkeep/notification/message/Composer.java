package dev.upkeep.notification.message;

import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.RunbookCancelled;
import dev.upkeep.events.RunbookFailed;
import dev.upkeep.events.RunbookRunRef;
import dev.upkeep.events.RunbookSkipped;
import dev.upkeep.events.TaskSummary;
import dev.upkeep.notification.message.Message.Fact;
import dev.upkeep.notification.message.Message.Section;
import dev.upkeep.notification.message.Message.Table;
import dev.upkeep.notification.message.Message.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the message for one reader. It says what the event says and nothing else: no impact that
 * nobody measured, no figure that is not in the evidence.
 */
public final class Composer {
  private static final int LONGEST_SUBJECT = 120;
  private static final int LONGEST_TEXT = 1000;

  private final Reader reader;
  private final Phrases phrases;
  private final Units units;
  private final TaskSections sections;

  public Composer(Reader reader) {
    this.reader = reader;
    this.phrases = Phrases.in(reader.language());
    this.units = new Units(reader);
    this.sections = new TaskSections(reader);
  }

  /**
   * Writes the message.
   *
   * @param title the runbook's title; its name where nobody has told the title yet
   */
  public Message compose(Notice notice, String title) {
    String shown = PlainText.line(title, 80);
    return switch (notice) {
      case Notice.TaskFailed(var failed) -> taskFailed(notice, failed, shown);
      case Notice.TaskNeedsOperator(var needs) ->
          needsOperator(notice, shown, needs.run().task(), needs.reason(), needs.question());
      case Notice.NeedsOperator(var needs) ->
          needsOperator(notice, shown, needs.task(), needs.reason(), needs.question());
      case Notice.Completed(var completed) ->
          ended(
              notice,
              Tone.GOOD,
              news(
                  notice,
                  "completed",
                  shown,
                  new Highlights(reader).of(completed.tasks()).map(h -> ": " + h).orElse("")),
              new Span(completed.run(), completed.startedAt(), completed.endedAt()),
              List.of(),
              completed.tasks());
      case Notice.Failed(var failed) -> failed(notice, failed, shown);
      case Notice.Cancelled(var cancelled) -> cancelled(notice, cancelled, shown);
      case Notice.Skipped(var skipped) -> skipped(notice, skipped, shown);
    };
  }

  private Message taskFailed(Notice notice, MaintenanceFailed failed, String title) {
    String task = PlainText.line(failed.run().task(), 60);
    List<Fact> facts = new ArrayList<>();
    List<Table> tables = new ArrayList<>();
    facts.add(
        sections.fact(
            "label.what-failed",
            phrases.say(
                "failed-step",
                "step",
                failed.failedStep(),
                "kind",
                failed.run().kind(),
                "component",
                failed.run().component())));
    facts.add(sections.fact("label.why", failed.reason()));
    facts.add(sections.fact("label.remedy", failed.remedy()));
    sections.addReport(failed.report(), facts, tables);
    if (failed.report().undone().isEmpty() && failed.report().notUndone().isEmpty()) {
      facts.add(new Fact(phrases.say("label.undone"), phrases.say("nothing-to-undo")));
    }
    facts.add(new Fact(phrases.say("label.next"), phrases.say("next.after-task-failed")));
    return message(
        notice,
        Tone.BAD,
        news(notice, "task-failed", title, task),
        List.of(phrases.say("ended-at", "at", units.instant(failed.report().endedAt()))),
        List.of(new Section(phrases.say("section.task", "task", task), facts, tables)));
  }

  private Message needsOperator(
      Notice notice, String title, String task, String reason, String question) {
    List<Fact> facts =
        List.of(
            sections.fact("label.task", task),
            sections.fact("label.why", reason),
            sections.fact("label.question", question),
            new Fact(
                phrases.say("label.answer"),
                phrases.say(
                    "answer-with",
                    "run",
                    notice.runbookRunId().toString(),
                    "task",
                    PlainText.line(task, 60))));
    return message(
        notice,
        Tone.ATTENTION,
        news(notice, "needs-operator", title, PlainText.line(task, 60)),
        List.of(phrases.say("waits")),
        List.of(new Section(phrases.say("section.needs-operator"), facts, List.of())));
  }

  private Message failed(Notice notice, RunbookFailed failed, String title) {
    List<String> names =
        failed.tasks().stream()
            .filter(task -> task.state() == TaskSummary.State.FAILED)
            .map(TaskSummary::task)
            .toList();
    String which =
        names.isEmpty() ? "" : phrases.say("failed-in", "tasks", String.join(", ", names));
    return ended(
        notice,
        Tone.BAD,
        news(notice, "failed", title, which),
        new Span(failed.run(), failed.startedAt(), failed.endedAt()),
        List.of(phrases.say("because", "reason", PlainText.line(failed.reason(), LONGEST_TEXT))),
        failed.tasks());
  }

  private Message cancelled(Notice notice, RunbookCancelled cancelled, String title) {
    return ended(
        notice,
        Tone.NEUTRAL,
        news(notice, "cancelled", title, PlainText.line(cancelled.requestedBy(), 60)),
        new Span(cancelled.run(), cancelled.startedAt(), cancelled.endedAt()),
        List.of(phrases.say("because", "reason", PlainText.line(cancelled.reason(), LONGEST_TEXT))),
        cancelled.tasks());
  }

  private Message skipped(Notice notice, RunbookSkipped skipped, String title) {
    return message(
        notice,
        Tone.NEUTRAL,
        news(notice, "skipped", title, ""),
        List.of(
            phrases.say("was-due", "at", units.instant(skipped.run().scheduledFor())),
            phrases.say("because", "reason", PlainText.line(skipped.reason(), LONGEST_TEXT))),
        List.of());
  }

  private Message ended(
      Notice notice, Tone tone, String news, Span span, List<String> why, List<TaskSummary> tasks) {
    List<String> paragraphs = new ArrayList<>(why);
    paragraphs.add(ran(span));
    return message(notice, tone, news, paragraphs, tasks.stream().map(sections::of).toList());
  }

  private String ran(Span span) {
    String trigger = trigger(span.run().triggeredBy());
    Instant startedAt = span.startedAt();
    if (startedAt == null) {
      return phrases.say("never-began", "at", units.instant(span.endedAt()), "trigger", trigger);
    }
    return phrases.say(
        "ran",
        "from",
        units.instant(startedAt),
        "to",
        units.instant(span.endedAt()),
        "took",
        units.duration(Duration.between(startedAt, span.endedAt())),
        "trigger",
        trigger);
  }

  private Message message(
      Notice notice, Tone tone, String news, List<String> paragraphs, List<Section> sections) {
    List<String> all = new ArrayList<>(paragraphs);
    if (notice.dryRun()) {
      all.addFirst(phrases.say("plan.explained"));
    }
    String system = PlainText.line(notice.event().system(), 60);
    return new Message(
        reader.language(),
        tone,
        PlainText.line("[" + system + "] " + news, LONGEST_SUBJECT),
        news,
        all,
        sections,
        List.of(
            phrases.say("footer.look", "run", notice.runbookRunId().toString()),
            phrases.say("footer.why", "system", system)));
  }

  /** The news in one sentence, marked where it is only a plan. */
  private String news(Notice notice, String key, String title, String rest) {
    String news = phrases.say("news." + key, "title", title, "rest", rest);
    return PlainText.line(
        notice.dryRun() ? phrases.say("plan.marked", "news", news) : news, LONGEST_TEXT);
  }

  private String trigger(String triggeredBy) {
    return Optional.of(triggeredBy)
        .filter(by -> by.startsWith("person:"))
        .map(by -> phrases.say("by-person", "name", PlainText.line(by.substring(7), 60)))
        .orElseGet(() -> phrases.say("by-schedule"));
  }

  /** When a runbook run went on; one that was stopped in time never began. */
  private record Span(RunbookRunRef run, @Nullable Instant startedAt, Instant endedAt) {}
}
