package dev.upkeep.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code upkeep trigger --print | kcat}: a trigger needs no client of ours. */
class KcatTest {
  private final Stage stage = Stage.shared();
  private final Runs runs = new Runs(stage);

  @BeforeEach
  void needsKcat() {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kcat")));
    if (!there) {
      String missing = "kcat is not on the PATH: the documented pipe was not tried";
      assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
      System.out.println("SKIPPED: " + missing);
      abort(missing);
    }
  }

  @Test
  void aTriggerThatTheCommandLinePrintsAndKcatPublishesStartsARun() throws Exception {
    publish("optimize", "by way of kcat");

    JsonNode entry =
        Awaitility.await("the ledger has an entry for the trigger")
            .atMost(Duration.ofSeconds(30))
            .pollInterval(Duration.ofMillis(50))
            .until(() -> ledgerEntry("by way of kcat"), found -> !found.isMissingNode());
    assertThat(entry.path("outcome").asString()).isEqualTo("STARTED");
    assertThat(entry.path("triggeredBy").asString()).isEqualTo("person:operator");
    UUID run = UUID.fromString(entry.path("runbookRunId").asString());
    assertThat(runs.awaitEnd(run).path("state").asString()).isEqualTo("COMPLETED");
    // The next test counts messages.
    runs.awaitDeliveries(run, 3);
  }

  private JsonNode ledgerEntry(String reason) {
    JsonNode ledger = stage.api().get("/ledger?limit=20");
    for (JsonNode entry : ledger.path("ledger")) {
      if (entry.path("reason").asString("").equals(reason)) {
        return entry;
      }
    }
    return ledger.path("none");
  }

  private void publish(String runbook, String reason) throws IOException, InterruptedException {
    Path said = Files.createTempFile(stage.folder(), "kcat-", ".out");
    ProcessBuilder upkeep =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "dev.upkeep.cli.Upkeep",
            "trigger",
            runbook,
            "--system",
            Stage.SYSTEM,
            "--reason",
            reason,
            "--print",
            "--data",
            stage.folder().resolve("data").toString());
    upkeep.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    upkeep.redirectError(ProcessBuilder.Redirect.appendTo(said.toFile()));
    ProcessBuilder kcat =
        new ProcessBuilder(
            "kcat",
            "-P",
            "-b",
            stage.bootstrapServers(),
            "-t",
            "upkeep.triggers",
            "-k",
            Stage.SYSTEM);
    kcat.redirectError(ProcessBuilder.Redirect.appendTo(said.toFile()));
    kcat.redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()));
    for (Process process : ProcessBuilder.startPipeline(List.of(upkeep, kcat))) {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(() -> read(said)).isZero();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
