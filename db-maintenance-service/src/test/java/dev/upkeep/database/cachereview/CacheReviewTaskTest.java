package dev.upkeep.database.cachereview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.test.TaskResult;
import dev.upkeep.chassis.test.TaskTester;
import dev.upkeep.database.testkit.TestRedis;
import dev.upkeep.database.testkit.TestRedis.Release;
import dev.upkeep.events.Finding;
import dev.upkeep.events.FindingRaised;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CacheReviewTaskTest {

  private static final long DAY = 86_400;
  private static final String CONTRACT =
      "keyspace: {cache: [{keys: 'cache:*', idle-limit: 30d}], session: ['sess:*'], queue: ['bull:*']}";

  static Stream<Release> releases() {
    return TestRedis.releases();
  }

  private static TaskTester tester(TestRedis redis, String... keys) throws Exception {
    redis.withRightsOf("cache.review");
    String[] all =
        Stream.concat(Stream.of(TestRedis.AS_UPKEEP), Stream.of(keys)).toArray(String[]::new);
    return TaskTester.of(
        new CacheReviewTask(redis.caches(all)),
        options -> options.system(TestRedis.SYSTEM).component(TestRedis.COMPONENT));
  }

  private static List<Finding> findings(TaskResult result) {
    return result.events().stream()
        .filter(FindingRaised.class::isInstance)
        .map(event -> ((FindingRaised) event).finding())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void tellsWhatAnAdministratorWouldWantToKnowAndChangesNothing(Release release) throws Exception {
    try (TestRedis redis = TestRedis.start(release, "maxmemory-policy allkeys-lru");
        TaskTester tester = tester(redis, "maxmemory: 1gb", "policy: noeviction", CONTRACT)) {
      redis.fill("cache:page:", 600, 40 * DAY, 0);
      redis.fill("cache:list:", 600, 1, 0);
      redis.fill("sess:7fb2c1d09aa34be1", 300, 1, 3_600_000);
      redis.fill("ratelimit:10.0.0.", 20, 1, 0);
      redis.ask("SETRANGE", "cache:report:2026", "2000000", "x");
      String changes = redis.info("rdb_changes_since_last_save");

      TaskResult result = tester.run(Map.of("big-key", "1mb"));

      assertThat(redis.info("rdb_changes_since_last_save")).isEqualTo(changes);
      assertThat(findings(result))
          .extracting(Finding::kind)
          .containsExactlyInAnyOrder(
              "cache.no-memory-limit",
              "cache.unsafe-policy",
              "cache.settings-differ",
              "cache.big-key",
              "cache.stale-keys",
              "cache.unclassified-keys");
      assertThat(result.evidence().values())
          .containsEntry("policy", "allkeys-lru")
          .containsEntry("maxmemory", "no limit");
      assertThat(String.valueOf(result.evidence().values().get("keys-looked-at")))
          .isEqualTo("1521");
      assertThat(result.evidence().values().get("patterns").toString())
          .contains("pattern=cache:*, class=cache, keys=1201,")
          .contains("stale=600")
          .contains("pattern=sess:*, class=session, keys=300,");
      assertThat(result.evidence().values().get("unclassified-keys").toString())
          .contains("ratelimit:<n>.<n>.<n>.<n>");
      assertThat(result.events().toString())
          .as("who knows a session's key has the session")
          .doesNotContain("7fb2c1d09aa34be1");
    }
  }

  @Test
  void aHealthyServerHasNoFinding() throws Exception {
    try (TestRedis redis = TestRedis.start("maxmemory 512mb");
        TaskTester tester = tester(redis, "maxmemory: 512mb", "policy: noeviction", CONTRACT)) {
      redis.fill("cache:", 500, 1, 0);
      redis.fill("bull:", 500, 1, 0);
      assertThat(findings(tester.run(Map.of()))).isEmpty();
    }
  }

  @Test
  void worksWhereConfigIsRenamedAndUseIsCounted() throws Exception {
    try (TestRedis redis =
            TestRedis.start(
                "rename-command CONFIG \"\"", "maxmemory 512mb", "maxmemory-policy allkeys-lfu");
        TaskTester tester = tester(redis, "keyspace: {cache: ['*']}")) {
      redis.fill("page:", 500, 0, 0);
      assertThat(tester.run(Map.of()).evidence().values().get("patterns").toString())
          .contains("pattern=*, class=cache, keys=500")
          .contains("unused=");
    }
  }

  @Test
  void looksAtAReplicaToo() throws Exception {
    try (TestRedis primary = TestRedis.start();
        TestRedis redis =
            TestRedis.start(
                "replicaof 127.0.0.1 " + primary.port(), "masterauth " + TestRedis.ADMIN_PASSWORD);
        TaskTester tester = tester(redis, CONTRACT)) {
      assertThat(tester.run(Map.of()).evidence().values().get("role").toString())
          .isEqualTo("replica of 127.0.0.1:" + primary.port());
    }
  }

  @Test
  void namesTheRightThatIsMissing() throws Exception {
    try (TestRedis redis = TestRedis.start();
        TaskTester tester = tester(redis, CONTRACT)) {
      redis.ask("ACL", "SETUSER", "upkeep", "-memory", "-scan");
      TaskResult result = tester.run(Map.of());
      assertThat(result.failed().reason())
          .isEqualTo("The account 'upkeep' may not do what cache.review needs.");
      assertThat(result.failed().remedy())
          .isEqualTo("Run as an administrator: ACL SETUSER upkeep +scan +memory|usage");
    }
  }
}
