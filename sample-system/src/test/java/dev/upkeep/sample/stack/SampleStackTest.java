package dev.upkeep.sample.stack;

import static dev.upkeep.sample.stack.Docker.docker;
import static dev.upkeep.sample.stack.Visitor.colour;
import static dev.upkeep.sample.stack.Visitor.servedBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One copy of the stack, looked at through its front door. */
class SampleStackTest {

  private static final int BLUE = 11;
  private static final int GREEN = 12;
  // In two parts, so that no scanner stops at this file.
  private static final String EICAR =
      "X5O!P%@AP[4\\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

  @RegisterExtension private static final SharedStack SHARED = new SharedStack();

  private static SampleStack stack;
  private static Visitor visitor;

  /** Both colours run in all tests; blue is live. */
  @BeforeAll
  static void startGreen() throws Exception {
    stack = SHARED.stack();
    visitor = new Visitor(stack);
    Docker.runLike(
        stack.container("backend"),
        "lcbp3/backend:1.1.0",
        "--name=" + stack.container("backend-green"),
        "--network=" + stack.network(),
        "--ip=" + stack.address(GREEN));
    Docker.runLike(
        stack.container("frontend"),
        "lcbp3/frontend:1.1.0",
        "--name=" + stack.container("frontend-green"),
        "--network=" + stack.network(),
        "--ip=" + stack.address(22));
    awaitHealthy("backend-green");
    awaitHealthy("frontend-green");
  }

  @AfterAll
  static void endGreen() throws IOException {
    if (visitor != null) {
      visitor.close();
      docker("rm", "--force", stack.container("backend-green"), stack.container("frontend-green"));
    }
  }

  /** The limit is for a machine that has much else to do. */
  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  private static void awaitHealthy(String part) {
    String format = "{{.State.Health.Status}}";
    await()
        .until(
            () -> docker("inspect", "--format", format, stack.container(part)).equals("healthy"));
  }

  @BeforeEach
  void isBlueAndOpen() throws Exception {
    HttpResponse<String> health = visitor.get("/health");
    assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
    assertThat(colour(health)).isEqualTo("blue");
  }

  @AfterEach
  void backToBlue() throws Exception {
    try (var flags = Files.list(stack.switchFolder())) {
      for (Path flag : flags.filter(Files::isRegularFile).toList()) {
        Files.delete(flag);
      }
    }
    turnBackground(BLUE, true);
  }

  private void flag(String name) throws IOException {
    Files.createFile(stack.switchFolder().resolve(name));
  }

  private void unflag(String name) throws IOException {
    Files.delete(stack.switchFolder().resolve(name));
  }

  private static String onHost(int last, String method, String path, String body) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://%s:%s".formatted(stack.address(last), path)))
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build();
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body();
    }
  }

  private static void turnBackground(int last, boolean active) throws Exception {
    onHost(last, "POST", "3001/internal/background", "{\"active\": %s}".formatted(active));
  }

  private static StackScript.End migrations(String container, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("exec", stack.container(container), "node", "src/migrate.js"));
    command.addAll(List.of(words));
    return Docker.ended(command);
  }

  private static String asset(String page) {
    Matcher found = Pattern.compile("/assets/app-[0-9a-f]{10}\\.js").matcher(page);
    assertThat(found.find()).as(page).isTrue();
    return found.group();
  }

  @Test
  void servesThePageAndItsHashedAssetsOverTls() throws Exception {
    HttpResponse<String> page = visitor.get("/");
    assertThat(page.body()).contains("LCBP3-DMS 1.0.0", "ท่าเรือแหลมฉบัง");
    assertThat(servedBy(page)).isEqualTo("blue");
    assertThat(page.headers().firstValue("X-Release")).contains("1.0.0");

    HttpResponse<String> script = visitor.get(asset(page.body()));
    assertThat(script.statusCode()).isEqualTo(200);
    assertThat(script.body()).contains("new WebSocket");
    assertThat(script.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
  }

  @Test
  void sendsWhoComesWithoutTlsToTheSecureDoor() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<Void> answer =
          client.send(
              HttpRequest.newBuilder(stack.plainDoor().resolve("/letters?page=2")).build(),
              BodyHandlers.discarding());
      assertThat(answer.statusCode()).isEqualTo(301);
      assertThat(answer.headers().firstValue("Location"))
          .contains(stack.frontDoor() + "/letters?page=2");
    }
  }

  @Test
  void saysItIsHealthyAfterRoundTripsToDatabaseAndCache() throws Exception {
    HttpResponse<String> health = visitor.get("/health");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body())
        .contains("\"status\":\"ok\"", "\"database\":{\"ok\":true", "\"cache\":{\"ok\":true");
  }

  @Test
  void saysItIsNotHealthyWhileTheCacheIsAway() throws Exception {
    docker("pause", stack.container("redis"));
    try {
      HttpResponse<String> health = visitor.get("/health");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body()).contains("\"database\":{\"ok\":true", "\"cache\":{\"ok\":false");
    } finally {
      docker("unpause", stack.container("redis"));
    }
    await().until(() -> visitor.get("/health").statusCode() == 200);
  }

  @Test
  void keepsALetterThatIsWritten() throws Exception {
    HttpResponse<String> written =
        visitor.post("/api/correspondences", "{\"title\": \"ส่งแบบก่อสร้าง 📈\", \"body\": \"x\"}");
    assertThat(written.statusCode()).isEqualTo(201);
    String id = written.body().replaceAll(".*\"id\":(\\d+).*\\s*", "$1");
    assertThat(visitor.get("/api/correspondences/" + id).body()).contains("ส่งแบบก่อสร้าง 📈");
    assertThat(visitor.get("/api/correspondences/999999999").statusCode()).isEqualTo(404);
    assertThat(visitor.post("/api/correspondences", "{").statusCode()).isEqualTo(400);
  }

  @Test
  void refusesAnInfectedAttachment() throws Exception {
    HttpResponse<String> infected = visitor.post("/api/attachments?name=eicar.com", EICAR);
    assertThat(infected.statusCode()).isEqualTo(422);
    assertThat(infected.body()).contains("Eicar-Test-Signature");
    assertThat(visitor.post("/api/attachments?name=plan.pdf", "clean").statusCode()).isEqualTo(201);
  }

  @Test
  void deliversANotificationThroughTheQueue() throws Exception {
    String message = "ทดสอบ " + UUID.randomUUID();
    String body = "{\"user\": 7, \"message\": \"%s\"}".formatted(message);
    assertThat(visitor.post("/api/notifications", body).statusCode()).isEqualTo(202);
    await().until(() -> visitor.get("/api/notifications?user=7").body().contains(message));
  }

  @Test
  void switchesByAFileWithoutLosingWhatHasBegun() throws Exception {
    CompletableFuture<HttpResponse<String>> slow = visitor.begin("/api/slow?seconds=3");
    Visitor.Conversation conversation = visitor.talk();
    await()
        .until(
            () ->
                onHost(BLUE, "GET", "3001/internal/connections", "")
                    .contains("{\"requests\":1,\"websockets\":1}"));

    flag("backend.green");
    HttpResponse<String> next = visitor.get("/api/version");
    assertThat(next.body()).contains("\"release\":\"1.1.0\"", "\"colour\":\"green\"");
    assertThat(servedBy(next)).isEqualTo("green");

    conversation.socket().sendText("ยังอยู่", true).join();
    await()
        .untilAsserted(
            () ->
                assertThat(conversation.heard().toString())
                    .contains("ยังอยู่\",\"release\":\"1.0.0"));
    HttpResponse<String> finished = slow.get(10, TimeUnit.SECONDS);
    assertThat(finished.statusCode()).isEqualTo(200);
    assertThat(colour(finished)).isEqualTo("blue");
    conversation.socket().abort();

    unflag("backend.green");
    assertThat(colour(visitor.get("/api/version"))).isEqualTo("blue");
  }

  @Test
  void finishesRequestsWhenItIsStoppedAndClosesWebsocketsAtTheDeadline() throws Exception {
    flag("backend.green");
    CompletableFuture<HttpResponse<String>> slow = visitor.begin("/api/slow?seconds=2");
    Visitor.Conversation conversation = visitor.talk();
    await()
        .until(
            () ->
                onHost(GREEN, "GET", "3001/internal/connections", "")
                    .contains("{\"requests\":1,\"websockets\":1}"));
    unflag("backend.green");

    docker("stop", "--time=20", stack.container("backend-green"));

    assertThat(slow.get(1, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(conversation.closedWith().get(1, TimeUnit.SECONDS)).isEqualTo(1012);
    assertThat(conversation.heard()).anyMatch(text -> text.contains("\"type\":\"stopping\""));
    String ended =
        docker("inspect", "--format", "{{.State.ExitCode}}", stack.container("backend-green"));
    assertThat(ended).isEqualTo("0");
    docker("start", stack.container("backend-green"));
    awaitHealthy("backend-green");
  }

  @Test
  void sendsACanaryItsShare() throws Exception {
    flag("backend.canary-50");
    Map<String, Integer> answers = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      answers.merge(colour(visitor.get("/api/version")), 1, Integer::sum);
    }
    // Fewer than 20 of 100 at one half: once in a thousand million times.
    assertThat(answers.get("green")).isBetween(20, 80);

    // Live green: the share is blue's.
    flag("backend.green");
    unflag("backend.canary-50");
    flag("backend.canary-1");
    int green = 0;
    for (int i = 0; i < 50; i++) {
      green += colour(visitor.get("/api/version")).equals("green") ? 1 : 0;
    }
    assertThat(green).isGreaterThan(40);
  }

  @Test
  void goesOnServingTheAssetsOfAnEarlierRelease() throws Exception {
    String old = asset(visitor.get("/").body());
    flag("frontend.green");
    assertThat(visitor.get("/").body()).contains("LCBP3-DMS 1.1.0");

    String fresh = asset(visitor.get("/").body());
    assertThat(fresh).isNotEqualTo(old);
    assertThat(visitor.get(fresh).statusCode()).isEqualTo(200);
    assertThat(visitor.get(old).statusCode()).isEqualTo(200);
    assertThat(colour(visitor.get("/health"))).isEqualTo("blue");
  }

  @Test
  void doesTheScheduledJobInOneColourOnly() throws Exception {
    assertThat(jobs()).isNotEmpty().containsOnly("blue");

    turnBackground(BLUE, false);
    turnBackground(GREEN, true);
    await().until(() -> jobs().subList(0, 2).equals(List.of("green", "green")));
    assertThat(String.join(" ", jobs())).matches("(green ?)+(blue ?)+");
    assertThat(onHost(BLUE, "GET", "3001/internal/background", ""))
        .contains("\"active\":false", "\"owner\":\"green\"");

    // A restart of blue, which is told to take the work when nobody has it, changes nothing.
    docker("restart", "--time=5", stack.container("backend"));
    await().ignoreExceptions().until(() -> visitor.get("/health").statusCode() == 200);
    assertThat(visitor.get("/health").body()).contains("\"spool\":{\"ok\":true");
    assertThat(onHost(BLUE, "GET", "3001/internal/background", "")).contains("\"active\":false");
  }

  /** The colours of the last runs, newest first. */
  private static List<String> jobs() throws Exception {
    return Pattern.compile("\"colour\":\"(\\w+)\"")
        .matcher(visitor.get("/api/jobs").body())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void closesForMaintenanceToAllButTheAllowed() throws Exception {
    flag("maintenance");
    HttpResponse<String> closed = visitor.post("/api/correspondences", "{\"title\": \"x\"}");
    assertThat(closed.statusCode()).isEqualTo(503);
    assertThat(closed.headers().firstValue("Retry-After")).contains("120");
    assertThat(closed.body()).contains("ปิดปรับปรุงระบบชั่วคราว");
    assertThat(visitor.get("/").statusCode()).isEqualTo(503);

    Path allowed = stack.switchFolder().resolve("maintenance.allow/" + stack.address(1));
    Files.createFile(allowed);
    assertThat(visitor.get("/health").statusCode()).isEqualTo(200);
    Files.delete(allowed);
    assertThat(visitor.get("/health").statusCode()).isEqualTo(503);
  }

  @Test
  void migratesAndTakesBackExactlyWhatWasApplied() throws Exception {
    assertThat(docker("exec", stack.container("backend-green"), "npm", "run", "--silent", "status"))
        .contains("applied  0001-job-runs", "pending  0002-reference");
    assertThat(migrations("backend-green", "migrate").output())
        .contains("applied 0002-reference", "1 applied, 2 in all");
    assertThat(migrations("backend-green", "migrate").output()).contains("0 applied, 2 in all");

    // Blue knows nothing of the column and goes on; it can even take it back.
    assertThat(visitor.post("/api/correspondences", "{\"title\": \"x\"}").statusCode())
        .isEqualTo(201);
    assertThat(migrations("backend", "revert").output()).contains("reverted 0002-reference");
    assertThat(migrations("backend", "status", "--json").output())
        .contains("0001-job-runs")
        .doesNotContain("0002-reference");
  }

  @Test
  void keepsAMigrationThatStoppedHalfWayAndTakesItBack() throws Exception {
    Docker.runLike(
        stack.container("backend"),
        "lcbp3/backend:bad-migration",
        "--name=" + stack.container("bad-migration"),
        "--network=" + stack.network());
    StackScript.End end = migrations("bad-migration", "migrate");
    assertThat(end.code()).isEqualTo(1);
    assertThat(end.output()).contains("applied 0002-reference", "folder_name");
    assertThat(migrations("bad-migration", "status").output())
        .contains("failed   0003-stops-half-way");
    assertThat(migrations("bad-migration", "migrate").output()).contains("npm run revert");

    assertThat(migrations("backend", "revert", "--count", "2").output())
        .contains("reverted 0003-stops-half-way", "reverted 0002-reference");
    docker("rm", "--force", stack.container("bad-migration"));
  }

  @Test
  void writesWhoAnsweredIntoTheAccessLog() throws Exception {
    String mark = "/api/version?" + UUID.randomUUID();
    visitor.get(mark);
    await()
        .untilAsserted(
            () ->
                assertThat(Files.readAllLines(stack.data().resolve("logs/nginx/access.log")))
                    .filteredOn(line -> line.contains(mark))
                    .singleElement()
                    .asString()
                    .contains("\"status\":200", "\"colour\":\"blue\"", "\"release\":\"1.0.0\"")
                    .containsPattern("\"seconds\":\\d+\\.\\d{3},")
                    .contains("\"upstream\":\"%s:3000\"".formatted(stack.address(BLUE))));
    assertThat(stack.data().resolve("logs/backend/backend.log"))
        .content()
        .contains("\"message\":\"listening\"");
  }
}
