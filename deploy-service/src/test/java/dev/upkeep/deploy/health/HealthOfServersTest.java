package dev.upkeep.deploy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.test.TaskResult;
import dev.upkeep.chassis.test.TaskTester;
import dev.upkeep.chassis.test.TestPlatform;
import dev.upkeep.deploy.testkit.EvidenceNames;
import dev.upkeep.deploy.testkit.TestSystem;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.redis.EmbeddedRedis;
import dev.upkeep.events.FindingRaised;
import dev.upkeep.events.FindingResolved;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health of a real database and a real cache. */
class HealthOfServersTest {

  @TempDir private Path folder;

  @Test
  void aDatabaseThatAnswersIsWell() throws Exception {
    TestPlatform.Schema schema = TestPlatform.newSchema();
    TestSystem system =
        TestSystem.in(
            folder,
            """
            components:
              database: {kind: mariadb, url: "%s", user: %s, password: "${env:DMS}"}
            """
                .formatted(schema.url(), schema.user()),
            Map.of("DMS", schema.password()));

    try (TaskTester tester = tester(system, "database")) {
      TaskResult result = EvidenceNames.listed(tester.run(Map.of()));

      assertThat(result.evidence().values())
          .containsKey("round-trip-ms")
          .containsEntry("role", "takes writes");
      assertThat(result.events()).noneMatch(FindingRaised.class::isInstance);
    }
  }

  @Test
  void aCacheThatIsAwayIsAFindingUntilItIsBack(@TempDir Path data) throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(data, ServerCache.ofUser())) {
      TestSystem system =
          TestSystem.in(
              folder,
              """
              components:
                cache: {kind: redis, url: "redis://127.0.0.1:%d/0", password: "${env:CACHE}"}
              """
                  .formatted(redis.port()),
              Map.of("CACHE", redis.password()));

      try (TaskTester tester = tester(system, "cache")) {
        redis.kill();
        TaskResult away = tester.run(Map.of());
        assertThat(away.failed().reason()).contains("dms/cache").contains("" + redis.port());
        assertThat(away.events()).anyMatch(FindingRaised.class::isInstance);

        redis.restart();
        TaskResult back = tester.run(Map.of());
        assertThat(back.completed().report().evidence().values()).containsKey("round-trip-ms");
        assertThat(back.events()).anyMatch(FindingResolved.class::isInstance);
      }
    }
  }

  private static TaskTester tester(TestSystem system, String component) {
    return TaskTester.of(
        new HealthCheckTask(system.systems(), system.databases(), system.caches()),
        options -> options.system(TestSystem.NAME).component(component));
  }
}
