package dev.upkeep.systemtest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.systemtest.Stage.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Every secret of the configuration is searched for wherever Upkeep leaves a trace: a run that
 * completed and one that failed because its secret was wrong.
 */
class SecretsTest {
  private final Stage stage = Stage.shared();
  private final Runs runs = new Runs(stage);
  private final Map<String, String> secrets = new LinkedHashMap<>();
  private final TreeSet<String> leaks = new TreeSet<>();

  @Test
  void noSecretOfTheConfigurationAppearsAnywhere() throws Exception {
    collectSecrets();
    UUID completed = runs.trigger("optimize", Map.of());
    assertThat(runs.awaitEnd(completed, this::searchProcesses).path("state").asString())
        .isEqualTo("COMPLETED");
    UUID failed = runs.trigger("locked-out", Map.of());
    JsonNode end = runs.awaitEnd(failed, this::searchProcesses);
    assertThat(end.path("state").asString()).isEqualTo("FAILED");
    assertThat(end.toString()).as("the failure says what is wrong").contains("Access denied");
    runs.awaitDeliveries(completed, 3);
    await("mails and a chat message about the failure")
        .atMost(Duration.ofSeconds(60))
        .until(() -> acceptedAbout(failed) == 3);

    searchTopics();
    StageTables.readAll(stage, this::search);
    searchLogs();
    stage.mail().mails().forEach(mail -> search("mail to " + mail.to(), mail.raw()));
    stage.chat().posts().forEach(post -> search("chat", post));
    searchAnswers(completed, failed);

    assertThat(leaks).isEmpty();
    search("the file that holds it", Files.readAllBytes(StageFiles.webhook(stage.folder())));
    assertThat(leaks).as("the search finds what is there").hasSize(1);
  }

  /** What only repeats what somebody was told is superseded, not sent. */
  private long acceptedAbout(UUID run) {
    return runs.deliveries(run).stream()
        .filter(delivery -> delivery.path("state").asString().equals("ACCEPTED"))
        .count();
  }

  private void collectSecrets() throws IOException {
    secrets.put("the target's password", Planted.TARGET_PASSWORD);
    secrets.put("the wrong password", Planted.WRONG_PASSWORD);
    secrets.put("the mail server's password", Planted.MAIL_PASSWORD);
    secrets.put("the webhook", Planted.WEBHOOK_PATH);
    secrets.put("the cache's password", Planted.CACHE_PASSWORD);
    for (Service service : Service.values()) {
      secrets.put("the account of " + service, service.password());
    }
    Path data = stage.folder().resolve("data");
    secrets.put("the operator's token", Files.readString(data.resolve("operator.token")).strip());
    secrets.put(
        "the database's root password",
        Files.readString(data.resolve("mariadb/root-password")).strip());
    secrets.put(
        "the operator's private key",
        Files.readAllLines(data.resolve("keys/operator.key")).get(1).strip());
    assertThat(secrets).allSatisfy((name, secret) -> assertThat(secret.length()).isGreaterThan(20));
  }

  private void searchTopics() {
    Topics.readAll(stage.bootstrapServers())
        .records()
        .forEach(
            record -> {
              search("key on " + record.topic(), orEmpty(record.key()));
              search("value on " + record.topic(), orEmpty(record.value()));
              record
                  .headers()
                  .forEach(
                      header ->
                          search(
                              "header " + header.key() + " on " + record.topic(),
                              orEmpty(header.value())));
            });
  }

  /** The platform's own log, and those of the servers beneath it. */
  private void searchLogs() throws IOException {
    Path ours = Path.of(System.getProperty("upkeep.logs"), "upkeep.log");
    assertThat(Files.readString(ours)).contains("Delivered: email");
    search(ours.toString(), Files.readAllBytes(ours));
    try (Stream<Path> files = Files.walk(stage.folder())) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        // Kafka's segments are called so, too.
        search(log.toString(), Files.readAllBytes(log));
      }
    }
  }

  private void searchAnswers(UUID completed, UUID failed) {
    Map<String, List<String>> asked =
        Map.of(
            "scheduler-service",
            List.of(
                "/status",
                "/runs",
                "/runs/" + completed,
                "/runs/" + failed,
                "/runbooks",
                "/ledger",
                "/quarantine",
                "/outbox"),
            "db-maintenance-service",
            List.of("/status", "/task-runs", "/tasks", "/findings"),
            "deploy-service",
            List.of("/status", "/task-runs", "/tasks", "/findings"),
            "notification-service",
            List.of("/status", "/deliveries"));
    asked.forEach(
        (service, paths) ->
            paths.forEach(
                path -> search(service + path, stage.api().get(service, path).toString())));
  }

  /** What every user of the machine can see: command lines; and what children were given. */
  private void searchProcesses() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      all.forEach(process -> searchProcess(process.pid(), "cmdline"));
    }
    try (Stream<ProcessHandle> children = ProcessHandle.current().descendants()) {
      children.forEach(child -> searchProcess(child.pid(), "environ"));
    }
    searchProcessList(stage.mariaDb());
    searchProcessList(stage.sample().mariaDb());
  }

  private void searchProcess(long pid, String what) {
    try {
      search(what + " of a process", Files.readAllBytes(Path.of("/proc/" + pid + "/" + what)));
    } catch (IOException gone) {
      // Processes end while they are looked at.
    }
  }

  private void searchProcessList(EmbeddedMariaDb server) {
    try (Connection connection = server.connectAsRoot();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW FULL PROCESSLIST")) {
      while (rows.next()) {
        search("process list of MariaDB", String.valueOf(rows.getString("Info")));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the server's processes cannot be listed", e);
    }
  }

  private void search(String where, String text) {
    search(where, text.getBytes(UTF_8));
  }

  private void search(String where, byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    secrets.forEach(
        (name, secret) -> {
          String encoded =
              Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8));
          if (text.contains(secret) || text.contains(encoded)) {
            leaks.add(name + " is in " + where);
          }
        });
  }

  private static byte[] orEmpty(byte[] bytes) {
    return bytes == null ? new byte[0] : bytes;
  }
}
