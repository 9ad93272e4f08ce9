package dev.upkeep.standalone.demo;

import dev.upkeep.standalone.demo.DemoResult.DeliveryResult;
import dev.upkeep.standalone.demo.DemoResult.Observation;
import dev.upkeep.standalone.demo.DemoResult.RunbookResult;
import dev.upkeep.standalone.demo.DemoResult.TaskResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What happens in the demonstration, in order. */
final class DemoStory {
  private static final Duration UNTIL_DUE = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> RUNBOOKS = List.of(DemoFiles.WEEKLY, DemoFiles.MONTHLY);

  private final DemoStage stage;
  private final Terminal terminal;

  DemoStory(DemoStage stage, Terminal terminal) {
    this.stage = stage;
    this.terminal = terminal;
  }

  DemoResult tell(boolean fail) {
    double ready = terminal.seconds();
    terminal.say("ready: %s".formatted(stage.sampleInWords()));
    Witness before = stage.witness();
    if (fail) {
      stage.spoilArchive();
      terminal.say("spoiled: the archive table has lost a column, as after a careless migration");
    }
    Instant due = Clock.systemUTC().instant().plus(UNTIL_DUE);
    stage.files().writeWeekly(due);
    stage.files().writeMonthly(due);
    terminal.say(
        "two runbooks written; both are due in %d s, at %s"
            .formatted(UNTIL_DUE.toSeconds(), due.truncatedTo(ChronoUnit.SECONDS)));
    Optional<List<JsonNode>> runs = stage.watch().untilEnded(RUNBOOKS, PATIENCE);
    int messages = runs.isPresent() ? stage.messagesExpected() : 0;
    List<JsonNode> deliveries = stage.watch().untilDelivered(messages, PATIENCE);
    double done = terminal.seconds();
    showMessages();
    List<Observation> observed =
        runs.map(ended -> observe(ended, deliveries, before, fail))
            .orElseGet(
                () -> List.of(new Observation("both runbooks ended", "they did not", false)));
    terminal.blank();
    observed.forEach(
        look ->
            terminal.say("%s %s: %s".formatted(look.ok() ? "✓" : "✗", look.what(), look.found())));
    return new DemoResult(
        runs.orElse(List.of()).stream().map(DemoStory::result).toList(),
        deliveries.stream().map(DemoStory::delivery).toList(),
        observed,
        ready,
        done);
  }

  private void showMessages() {
    stage
        .mails()
        .forEach(
            mail ->
                terminal.quote("mail to %s: %s".formatted(mail.to(), mail.subject()), mail.text()));
    stage.chatMessages().forEach(text -> terminal.quote("chat", text));
  }

  private List<Observation> observe(
      List<JsonNode> runs, List<JsonNode> deliveries, Witness before, boolean fail) {
    List<Observation> observed = new ArrayList<>();
    for (JsonNode run : runs) {
      String runbook = run.path("runbook").asString();
      String expected = fail && runbook.equals(DemoFiles.MONTHLY) ? "FAILED" : "COMPLETED";
      String state = run.path("state").asString();
      observed.add(
          new Observation(
              "%s ended as it should".formatted(runbook), state, state.equals(expected)));
    }
    long accepted =
        deliveries.stream().filter(d -> "ACCEPTED".equals(d.path("state").asString())).count();
    long arrived = stage.mails().size() + (long) stage.chatMessages().size();
    observed.add(
        new Observation(
            "every accepted message arrived, none twice",
            "%d accepted, %d arrived".formatted(accepted, arrived),
            accepted > 0 && accepted == arrived));
    Witness after = stage.witness();
    observed.addAll(fail ? after.unharmedSince(before) : after.doneSince(before));
    if (fail) {
      boolean told =
          stage.mails().stream().anyMatch(mail -> mail.text().contains("audit_logs_archive"));
      observed.add(
          new Observation(
              "the failure mail names what is wrong",
              told ? "audit_logs_archive" : "it does not",
              told));
    }
    return observed;
  }

  private static RunbookResult result(JsonNode run) {
    return new RunbookResult(
        run.path("runbook").asString(),
        run.path("state").asString(),
        run.path("tasks")
            .valueStream()
            .map(
                task ->
                    new TaskResult(
                        task.path("task").asString(),
                        task.path("state").asString(),
                        task.path("report").path("evidence")))
            .toList());
  }

  private static DeliveryResult delivery(JsonNode delivery) {
    return new DeliveryResult(
        delivery.path("channel").asString(),
        delivery.path("recipient").asString(),
        delivery.path("state").asString());
  }
}
