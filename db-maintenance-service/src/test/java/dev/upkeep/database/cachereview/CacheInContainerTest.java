package dev.upkeep.database.cachereview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.test.TaskResult;
import dev.upkeep.chassis.test.TaskTester;
import dev.upkeep.chassis.test.TestDocker;
import dev.upkeep.system.SystemFile;
import dev.upkeep.system.redis.TargetCaches;
import dev.upkeep.system.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A Redis server in a container that publishes no port. */
class CacheInContainerTest {

  @Test
  void aCacheIsReviewedThroughItsContainer() throws Exception {
    try (TestDocker docker = TestDocker.here()) {
      String container = docker.start("lcbp3/redis", "redis");
      String file =
          """
            system: dms
            components:
              cache: {kind: redis, url: "redis://container:6379/0", container: %s}
            """
              .formatted(container);
      var good =
          (SystemFile.Reading.Good)
              SystemFile.read("dms.yaml", file.getBytes(StandardCharsets.UTF_8));
      var caches = new TargetCaches(name -> Optional.of(good.system()), new Secrets(Map.of()));
      Awaitility.await()
          .ignoreExceptions()
          .until(() -> docker.docker("exec", container, "redis-cli", "SET", "k", "v").equals("OK"));

      try (TaskTester tester =
          TaskTester.of(
              new CacheReviewTask(caches), options -> options.system("dms").component("cache"))) {
        TaskResult result = tester.run(Map.of());

        assertThat(String.valueOf(result.evidence().values().get("keys-looked-at"))).isEqualTo("1");
      }
    }
  }
}
