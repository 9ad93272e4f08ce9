package dev.upkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.events.envelope.EventJson;
import dev.upkeep.events.trigger.Dsse;
import dev.upkeep.events.trigger.PemKeys;
import dev.upkeep.events.trigger.TriggerKeys;
import dev.upkeep.events.trigger.TriggerKeys.TrustedKey;
import dev.upkeep.events.trigger.TriggerRequested;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int upkeep(String... arguments) {
    return Upkeep.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  @Test
  void saysThatNothingRunsAndHowToStartIt() {
    assertThat(upkeep("status", "--data", folder.toString())).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(err.toString()).contains(folder.toString()).contains("./upkeep up");
  }

  @Test
  void refusesWordsItDoesNotKnow() {
    assertThat(upkeep("status", "--jsno")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--jsno");
  }

  @Test
  void explainsEveryCommand() {
    for (String command :
        new String[] {
          "status", "trigger", "runs", "next", "findings", "check", "outbox", "quarantine", "keys"
        }) {
      assertThat(upkeep(command, "--help")).as(command).isEqualTo(ExitCode.DONE);
    }
  }

  @Test
  void printsATriggerThatVerifies() throws Exception {
    var pair = PemKeys.make(folder.resolve("keys"), "operator");

    int code =
        upkeep(
            "trigger",
            "weekly-database",
            "--system",
            "lcbp3-dms",
            "--print",
            "--dry-run",
            "--with",
            "batch-rows=500",
            "--with",
            "optimize.rebuild-when-reclaimable=20%",
            "--reason",
            "ทดสอบ",
            "--data",
            folder.toString());

    assertThat(code).isEqualTo(ExitCode.DONE);
    Dsse envelope = EventJson.mapper().readValue(out.toString(), Dsse.class);
    TriggerRequested trigger =
        TriggerKeys.verify(
            envelope,
            Map.of(
                TriggerKeys.keyId(pair.getPublic()), new TrustedKey("operator", pair.getPublic())));
    assertThat(trigger.runbook()).isEqualTo("weekly-database");
    assertThat(trigger.dryRun()).isTrue();
    assertThat(trigger.reason()).isEqualTo("ทดสอบ");
    assertThat(trigger.parameters())
        .containsEntry("batch-rows", 500)
        .containsEntry("optimize.rebuild-when-reclaimable", "20%");
  }

  @Test
  void enrolsAndRevokesKeys() throws Exception {
    String data = folder.resolve("data").toString();
    assertThat(upkeep("keys", "make", "somchai", "--into", folder.toString())).isZero();
    assertThat(upkeep("keys", "enrol", folder.resolve("somchai.pub").toString(), "--data", data))
        .isZero();
    assertThat(upkeep("keys", "enrol", folder.resolve("somchai.pub").toString(), "--data", data))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(upkeep("keys", "list", "--data", data)).isZero();
    assertThat(out.toString()).contains("somchai");
    assertThat(upkeep("keys", "revoke", "somchai", "--data", data)).isZero();
    assertThat(folder.resolve("data/keys/trusted")).isEmptyDirectory();
    assertThat(folder.resolve("data/keys/revoked")).isNotEmptyDirectory();
  }

  @Test
  void refusesANameThatWouldLeaveTheFolder() {
    assertThat(upkeep("keys", "make", "../operator", "--into", folder.toString()))
        .isEqualTo(ExitCode.USAGE);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void checksFilesAndNamesLineAndRemedy() throws Exception {
    Files.createDirectories(folder.resolve("systems"));
    Files.createDirectories(folder.resolve("runbooks"));
    Path broken = folder.resolve("runbooks/weekly.yaml");
    Files.writeString(
        broken,
        """
        runbook: weekly
        title: Weekly
        system: nowhere
        schedule: {cron: "0 2 30 2 *", zone: Asia/Bankok}
        tasks: []
        """);
    assertThat(upkeep("check", folder.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("weekly.yaml:3").contains("Asia/Bankok");
  }

  @Test
  void saysWhichFileIsMissing() {
    assertThat(upkeep("check", folder.resolve("none.yaml").toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("none.yaml");
  }
}
