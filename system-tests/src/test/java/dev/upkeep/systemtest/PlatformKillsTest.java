package dev.upkeep.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.cli.CommandFailed;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.sample.SampleReport;
import dev.upkeep.sample.SampleSize;
import dev.upkeep.sample.SampleSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The whole platform is killed while the main job runs, its broker and its database with it. Repeat
 * a campaign with {@code ./upkeep campaign kills --seed N --rounds N}.
 */
class PlatformKillsTest {
  private static final SampleSize SIZE =
      new SampleSize(12_000, 12_000, 3_000, 2_000, 60_000, 6_000, 400);
  private static final Duration END_LIMIT = Duration.ofMinutes(4);

  private final long seed = Long.getLong("upkeep.campaign.seed", 20_261_122);
  private final int rounds = Integer.getInteger("upkeep.campaign.rounds", 2);

  @TempDir Path folder;

  @Test
  void everyRunReachesOneEndAndNoRowIsLostHoweverOftenThePlatformIsKilled() throws Exception {
    Random random = new Random(seed);
    Clock madeAt = Clock.fixed(Clock.systemUTC().instant(), ZoneOffset.UTC);
    Path sampleFolder = folder.resolve("sample");
    try (SampleSystem sample =
        SampleSystem.start(sampleFolder, ServerCache.ofUser(), madeAt, SIZE)) {
      SampleReport before = sample.report();
      describe(sample);
      PlatformProcess platform = PlatformProcess.start(folder);
      try {
        runbooksDue(Clock.systemUTC().instant().plusSeconds(5));
        for (int round = 1; round < rounds; round++) {
          awaitWork(platform);
          rest(random, 3_000);
          platform.kill();
          platform = PlatformProcess.start(folder);
        }
        rest(random, 2_000);
        assertThat(platform.terminate(Duration.ofSeconds(60)))
            .as("SIGTERM drains or hands over, and the process ends")
            .isTrue();
        platform = PlatformProcess.start(folder);
        assertEachEndedOnce(platform);
      } finally {
        platform.close();
      }
      assertNothingLost(before, sample.report());
    }
  }

  private void describe(SampleSystem sample) throws IOException {
    Files.createDirectories(folder.resolve("systems"));
    Files.createDirectories(folder.resolve("runbooks"));
    Files.writeString(
        folder.resolve("systems/lcbp3-dms.yaml"),
        """
        system: lcbp3-dms
        title: LCBP3 document management
        components:
          database:
            kind: mariadb
            url: "%s"
            user: %s
            password: "${file:%s}"
            datetime-zone: Asia/Bangkok
            cleanup:
              - {table: audit_logs, age-column: created_at, older-than: 1y, action: archive, into: audit_logs_archive}
              - {table: notifications, age-column: deleted_at, older-than: 90d, action: delete}
              - {table: temp_uploads, age-column: created_at, older-than: 24h, action: delete, at-most: 90%%}
        """
            .formatted(sample.jdbcUrl(), SampleSystem.ACCOUNT, sample.passwordFile()));
  }

  private void runbooksDue(Instant due) throws IOException {
    for (String task : List.of("optimize", "cleanup")) {
      Files.writeString(
          folder.resolve("runbooks/%s.yaml".formatted(task)),
          """
          runbook: %1$s
          title: Database %1$s
          system: lcbp3-dms
          schedule: {at: "%2$s", zone: Asia/Bangkok}
          tasks:
            - {name: %1$s, run: database.%1$s, on: database}
          """
              .formatted(task, due));
    }
  }

  /** Both runs exist, or already ended: from here on a kill hits the work or what follows it. */
  private static void awaitWork(PlatformProcess platform) {
    Awaitility.await("both runbooks have fallen due")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> runs(platform).size() == 2);
  }

  private static void rest(Random random, int atMostMillis) {
    Awaitility.await("a moment that nobody chose")
        .pollDelay(Duration.ofMillis(random.nextInt(atMostMillis)))
        .atMost(Duration.ofMillis(atMostMillis).plusSeconds(10))
        .until(() -> true);
  }

  private static List<JsonNode> runs(PlatformProcess platform) {
    try {
      return platform.api().get("/runs?limit=50").path("runs").valueStream().toList();
    } catch (CommandFailed notYet) {
      return List.of();
    }
  }

  private void assertEachEndedOnce(PlatformProcess platform) {
    Awaitility.await("both runs have ended (seed %d)".formatted(seed))
        .atMost(END_LIMIT)
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(
            () ->
                assertThat(runs(platform))
                    .extracting(
                        run -> run.path("runbook").asString() + " " + run.path("state").asString())
                    .containsExactlyInAnyOrder("optimize COMPLETED", "cleanup COMPLETED"));
  }

  private void assertNothingLost(SampleReport before, SampleReport after) {
    assertThat(after.table("audit_logs").rows() + after.table("audit_logs_archive").rows())
        .as("audit logs and archive together (seed %d)", seed)
        .isEqualTo(before.table("audit_logs").rows());
    assertThat(after.table("audit_logs_archive").rows())
        .isGreaterThanOrEqualTo(before.table("audit_logs").dueForCleanup());
    for (String table : List.of("audit_logs", "notifications", "temp_uploads")) {
      assertThat(after.table(table).dueForCleanup()).as(table).isZero();
    }
    for (String table : List.of("correspondences", "rfas", "workflow_instances", "attachments")) {
      assertThat(after.table(table).rows()).as(table).isEqualTo(before.table(table).rows());
    }
  }
}
