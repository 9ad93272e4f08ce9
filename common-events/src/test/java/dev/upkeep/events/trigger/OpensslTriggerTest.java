package dev.upkeep.events.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.upkeep.events.Golden;
import dev.upkeep.events.Schemas;
import dev.upkeep.events.envelope.EventJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documented script makes triggers that Upkeep accepts, with tools that are not ours. */
class OpensslTriggerTest {
  private static final Path SCRIPT = Path.of("../docs/examples/publish-trigger.sh");

  @TempDir Path folder;

  @BeforeEach
  void needsTheToolsOfTheScript() {
    for (String tool : List.of("openssl", "jq")) {
      boolean there =
          Arrays.stream(System.getenv("PATH").split(":"))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
      if (!there) {
        String missing = tool + " is not on the PATH: the documented script was not tried";
        assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
        System.out.println("SKIPPED: " + missing);
        abort(missing);
      }
    }
  }

  @Test
  void theScriptsEnvelopeIsAcceptedAsItsActors() throws Exception {
    byte[] envelope =
        run(
            Map.of("DRY_RUN", "true", "PARAMETERS", "{\"optimize.tables\": [\"rfas\", \"ตาราง\"]}"),
            SCRIPT.toString(),
            TestKeys.PRIVATE.toString(),
            TestKeys.ACTOR,
            "lcbp3-dms",
            "weekly-database",
            "ก่อนตรวจสอบ 🔧 \"quoted\" $(not run)");

    TriggerRequested trigger =
        TriggerRecords.decode(
            Golden.onKafka("upkeep.triggers", "lcbp3-dms", Map.of(), envelope), TestKeys.trusted());

    assertThat(trigger.actor()).isEqualTo(TestKeys.ACTOR);
    assertThat(trigger.runbook()).isEqualTo("weekly-database");
    assertThat(trigger.dryRun()).isTrue();
    assertThat(trigger.reason()).isEqualTo("ก่อนตรวจสอบ 🔧 \"quoted\" $(not run)");
    assertThat(trigger.parameters()).containsEntry("optimize.tables", List.of("rfas", "ตาราง"));
    assertThat(trigger.triggerId().version()).isEqualTo(4);
    assertThat(trigger.untimelyAt(trigger.issuedAt())).isEmpty();
    assertThat(Schemas.errors(Schemas.named("dsse.v1"), EventJson.mapper().readTree(envelope)))
        .isEmpty();
  }

  @Test
  void keysThatOpensslMakesAreReadAndKeysThatWeMakeOpensslReads() throws Exception {
    Path theirs = folder.resolve("theirs.pem");
    run(Map.of(), "openssl", "genpkey", "-algorithm", "ed25519", "-out", theirs.toString());
    byte[] theirPublic = run(Map.of(), "openssl", "pkey", "-in", theirs.toString(), "-pubout");
    PemKeys.make(folder, "ours");
    byte[] ourPublic =
        run(Map.of(), "openssl", "pkey", "-in", folder.resolve("ours.key").toString(), "-pubout");

    assertThat(TriggerKeys.privateKey(TestKeys.text(theirs)).getAlgorithm()).isEqualTo("EdDSA");
    assertThat(TriggerKeys.publicKey(new String(theirPublic, StandardCharsets.US_ASCII)))
        .isNotNull();
    assertThat(folder.resolve("ours.pub")).hasBinaryContent(ourPublic);
  }

  private byte[] run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().putAll(environment);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended && process.exitValue() == 0)
        .as("%s: %s", List.of(command), Files.readString(folder.resolve("err")))
        .isTrue();
    return Files.readAllBytes(out);
  }
}
