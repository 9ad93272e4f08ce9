package dev.upkeep.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.audit.AuditTrail;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.MaintenanceCancelRequested;
import dev.upkeep.events.MaintenanceCancelled;
import dev.upkeep.events.MaintenanceCompleted;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.MaintenanceNeedsOperator;
import dev.upkeep.events.MaintenanceProgressed;
import dev.upkeep.events.MaintenanceResolved;
import dev.upkeep.events.MaintenanceStarted;
import dev.upkeep.events.RunReport;
import dev.upkeep.events.TaskAnnounced;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventJson;
import dev.upkeep.events.trigger.PemKeys;
import dev.upkeep.events.trigger.TriggerKeys;
import dev.upkeep.events.trigger.TriggerRecords;
import dev.upkeep.events.trigger.TriggerRequested;
import dev.upkeep.scheduler.SchedulerUnderTest.Listening;
import dev.upkeep.scheduler.definition.Definitions;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The scheduler as the command line sees it. */
class ApiTest {

  private final SchedulerUnderTest scheduler = new SchedulerUnderTest();
  private ConfigurableApplicationContext instance;
  private Listening dues;

  @BeforeEach
  void start() {
    scheduler.write("runbooks/manual.yaml", RunbookFiles.manual("manual"));
    scheduler.write("runbooks/hourly.yaml", RunbookFiles.every("hourly", "1h"));
    scheduler.write("runbooks/bad.yaml", "runbook: bad\nsystem: lcbp3-dms\ntasks: [{name: a}]\n");
    instance = scheduler.start();
    scheduler.tell(Topic.CATALOGUE, new TaskAnnounced(TestTask.OPTIMIZE), UUID.randomUUID());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> instance.getBean(Definitions.class).inForce().runbooks().size() == 2);
    dues = scheduler.listen(Topic.DUE_DATABASE);
  }

  @AfterEach
  void close() {
    dues.close();
    scheduler.close();
  }

  @Test
  void theStatusSaysWhichFileIsWrongAndWhere() {
    JsonNode problems = scheduler.get("/api/v1/status").path("fileProblems");

    assertThat(problems).isNotEmpty();
    assertThat(problems.get(0).asString()).contains("bad.yaml:");

    scheduler.write("runbooks/bad.yaml", RunbookFiles.manual("bad"));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> scheduler.get("/api/v1/status").path("fileProblems").isEmpty());
  }

  @Test
  void aTriggerIsSignedSentRunFollowedAndSteered() throws IOException {
    UUID run = trigger(Map.of("first.share", 7));
    MaintenanceDue first = due(1);
    scheduler.tell(
        Topic.RUNS,
        new MaintenanceStarted(first.run(), 1, "worker-1", false, List.of("rebuild")),
        first.run().taskRunId());
    scheduler.tell(
        Topic.RUNS,
        new MaintenanceProgressed(first.run(), "rebuild", 0.25, "rebuilding rfas", 30L),
        first.run().taskRunId());
    await()
        .untilAsserted(
            () -> {
              JsonNode task = scheduler.get("/api/v1/runs/" + run).path("tasks").get(0);
              assertThat(task.path("line").asString()).isEqualTo("rebuilding rfas");
              assertThat(task.path("fraction").asDouble()).isEqualTo(0.25);
              assertThat(task.path("worker").asString()).isEqualTo("worker-1");
            });
    assertThat(scheduler.get("/api/v1/runs?state=RUNNING&limit=5").path("runs"))
        .singleElement()
        .satisfies(
            shown -> assertThat(shown.path("triggeredBy").asString()).isEqualTo("person:operator"));

    scheduler.tell(
        Topic.RUNS,
        new MaintenanceNeedsOperator(first.run(), "rebuild", "it died", "Is rfas rebuilt?"),
        first.run().taskRunId());
    await().until(() -> state(run).equals("NEEDS_OPERATOR"));
    HttpResponse<String> unclear =
        post("/api/v1/runs/" + run + "/tasks/first/resolve", "{\"reason\":\"looked\"}");
    assertThat(unclear.statusCode()).isEqualTo(400);
    assertThat(
            post(
                    "/api/v1/runs/" + run + "/tasks/first/resolve",
                    "{\"answer\":\"REPEAT\",\"reason\":\"it is as before\"}")
                .statusCode())
        .isEqualTo(202);
    await().until(() -> dues.all(MaintenanceResolved.class).size() == 1);

    HttpResponse<String> tooEarly =
        post("/api/v1/runs/" + run + "/rerun", "{\"reason\":\"again\"}");
    assertThat(tooEarly.statusCode()).isEqualTo(409);
    assertThat(tooEarly.body()).contains("is NEEDS_OPERATOR");
    assertThat(post("/api/v1/runs/" + run + "/cancel", "{}").statusCode()).isEqualTo(400);
    assertThat(post("/api/v1/runs/" + run + "/cancel", "{\"reason\":\"lunch\"}").statusCode())
        .isEqualTo(202);
    await().until(() -> dues.all(MaintenanceCancelRequested.class).size() == 1);
    scheduler.tell(
        Topic.RUNS,
        new MaintenanceCancelled(first.run(), "operator", "lunch", report()),
        first.run().taskRunId());
    await().until(() -> state(run).equals("CANCELLED"));
    assertThat(post("/api/v1/runs/" + run + "/cancel", "{\"reason\":\"lunch\"}").statusCode())
        .isEqualTo(409);
    assertThat(
            post("/api/v1/runs/" + UUID.randomUUID() + "/cancel", "{\"reason\":\"x\"}")
                .statusCode())
        .isEqualTo(404);
    assertThat(
            scheduler.jdbc().sql("SELECT what FROM audit ORDER BY seq").query(String.class).list())
        .containsExactly("trigger manual", "run.resolve REPEAT", "run.cancel");
    assertThat(instance.getBean(AuditTrail.class).verify()).isEmpty();
  }

  @Test
  void aFailedRunIsTakenUpFromTheTaskThatFailed() throws IOException {
    UUID run = trigger(Map.of());
    MaintenanceDue first = due(1);
    scheduler.tell(
        Topic.RUNS, new MaintenanceCompleted(first.run(), report()), first.run().taskRunId());
    MaintenanceDue second = due(2);
    scheduler.tell(
        Topic.RUNS,
        new MaintenanceFailed(second.run(), "disk full", "Free some", "rebuild", report()),
        second.run().taskRunId());
    await().until(() -> state(run).equals("FAILED"));

    JsonNode again =
        tree(post("/api/v1/runs/" + run + "/rerun", "{\"reason\":\"freed some\"}"), 202);
    UUID rerun = UUID.fromString(again.path("runbookRunId").asString());
    MaintenanceDue third = due(3);
    assertThat(third.run().runbookRunId()).isEqualTo(rerun);
    assertThat(third.run().task()).isEqualTo("second");
    scheduler.tell(
        Topic.RUNS, new MaintenanceCompleted(third.run(), report()), third.run().taskRunId());
    await().until(() -> state(rerun).equals("COMPLETED"));
    JsonNode shown = scheduler.get("/api/v1/runs/" + rerun);
    assertThat(shown.path("rerunOf").asString()).isEqualTo(run.toString());
    assertThat(shown.path("tasks").get(0).path("reason").asString())
        .isEqualTo("done in run " + run);
    HttpResponse<String> twice =
        post("/api/v1/runs/" + run + "/rerun", "{\"reason\":\"once more\"}");
    assertThat(twice.statusCode()).isEqualTo(409);
    assertThat(twice.body()).contains("taken up again already, as run " + rerun);
    assertThat(scheduler.get("/api/v1/ledger?runbook=manual").path("ledger"))
        .extracting(entry -> entry.path("origin").asString())
        .containsExactly("RERUN", "TRIGGER");
  }

  @Test
  void progressIsTellingUntilTheEnd() throws IOException {
    UUID run = trigger(Map.of());
    for (int i = 1; i <= 2; i++) {
      MaintenanceDue due = due(i);
      scheduler.tell(
          Topic.RUNS, new MaintenanceCompleted(due.run(), report()), due.run().taskRunId());
    }
    HttpResponse<String> stream =
        scheduler.call("GET", "/api/v1/runs/" + run + "/progress", new byte[0]);
    assertThat(stream.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(stream.body()).contains("event:run", "\"state\":\"COMPLETED\"");
  }

  @Test
  void whatIsWrongWithATriggerIsToldAtOnce() throws IOException {
    TriggerRequested unfit =
        new TriggerRequested(
            UUID.randomUUID(),
            "operator",
            "lcbp3-dms",
            "manual",
            Map.of("share", 5),
            false,
            null,
            Instant.now(),
            Instant.now().plusSeconds(60));
    HttpResponse<String> refused =
        scheduler.call(
            "POST",
            "/api/v1/triggers",
            TriggerRecords.value(
                TriggerKeys.sign(
                    unfit, PemKeys.readPair(scheduler.keys().resolve("operator.key")))));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(tree(refused, 409).path("detail").asString())
        .isEqualTo(
            "more than one task has a parameter 'share'; say which: first.share, second.share");
    assertThat(
            scheduler
                .call(
                    "POST",
                    "/api/v1/triggers",
                    TriggerRecords.value(TriggerKeys.sign(unfit, TriggerKeys.generate())))
                .statusCode())
        .isEqualTo(403);
    assertThat(post("/api/v1/triggers", "{}").statusCode()).isEqualTo(400);
    assertThat(post("/api/v1/triggers", "[".repeat(70_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void tellsWhatIsInForceAndWhatIsNext() {
    JsonNode runbooks = scheduler.get("/api/v1/runbooks");
    assertThat(runbooks.path("runbooks"))
        .extracting(runbook -> runbook.path("name").asString())
        .containsExactly("hourly", "manual");
    assertThat(runbooks.path("problems")).isNotEmpty();
    assertThat(runbooks.path("problems").get(0).path("file").asString()).endsWith("bad.yaml");
    JsonNode next = scheduler.get("/api/v1/next?count=3").path("next");
    assertThat(next).hasSize(3);
    assertThat(Duration.between(instant(next.get(0)), instant(next.get(2))))
        .isEqualTo(Duration.ofHours(2));
    assertThat(next.get(0).path("local").asString()).endsWith("UTC");
    assertThat(next.get(0).path("schedule").asString()).startsWith("every 1h");
  }

  @Test
  void theOperatorsKeyIsHisAlone() throws IOException {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(scheduler.keys().resolve("operator.key"))))
        .isEqualTo("rw-------");
    assertThat(scheduler.keys().resolve("trusted/operator.pub")).exists();
  }

  private static Instant instant(JsonNode upcoming) {
    return Instant.parse(upcoming.path("due").asString());
  }

  private UUID trigger(Map<String, Object> parameters) throws IOException {
    Instant now = Instant.now();
    TriggerRequested trigger =
        new TriggerRequested(
            UUID.randomUUID(),
            "operator",
            "lcbp3-dms",
            "manual",
            parameters,
            false,
            "because",
            now,
            now.plusSeconds(600));
    JsonNode accepted =
        tree(
            scheduler.call(
                "POST",
                "/api/v1/triggers",
                TriggerRecords.value(
                    TriggerKeys.sign(
                        trigger, PemKeys.readPair(scheduler.keys().resolve("operator.key"))))),
            202);
    return UUID.fromString(accepted.path("runbookRunId").asString());
  }

  private MaintenanceDue due(int number) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> dues.all(MaintenanceDue.class).size() == number);
    return dues.all(MaintenanceDue.class).getLast();
  }

  private String state(UUID run) {
    return scheduler.get("/api/v1/runs/" + run).path("state").asString();
  }

  private HttpResponse<String> post(String path, String body) {
    return scheduler.call("POST", path, body.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode tree(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return EventJson.mapper().readTree(response.body());
  }

  private static RunReport report() {
    Instant now = Instant.now();
    return new RunReport(now, now, 1, List.of(), Evidence.none(), List.of(), List.of());
  }
}
