package dev.upkeep.database.cacheoptimize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.test.TaskResult;
import dev.upkeep.chassis.test.TaskTester;
import dev.upkeep.database.testkit.TestRedis;
import dev.upkeep.database.testkit.TestRedis.Release;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.FindingRaised;
import dev.upkeep.system.redis.Call;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the task does to a real server, with no more rights than its script gives. */
class CacheOptimizeTaskTest {

  private static final long DAY = 86_400;
  private static final String CONTRACT =
      "keyspace: {cache: [{keys: 'cache:*', idle-limit: 30d}], session: ['sess:*'], queue: ['bull:*'], lock: ['lock:*']}";

  static Stream<Release> releases() {
    return TestRedis.releases();
  }

  private static TaskTester tester(TestRedis redis, String... keys) throws Exception {
    redis.withRightsOf("cache.optimize");
    String[] all =
        Stream.concat(Stream.of(TestRedis.AS_UPKEEP), Stream.of(keys)).toArray(String[]::new);
    return TaskTester.of(
        new CacheOptimizeTask(redis.caches(all)),
        options -> options.system(TestRedis.SYSTEM).component(TestRedis.COMPONENT));
  }

  @ParameterizedTest
  @MethodSource("releases")
  void setsMemoryAndPolicyAndWritesThemIntoTheFile(Release release) throws Exception {
    try (TestRedis redis =
            TestRedis.start(release, "maxmemory 300mb", "maxmemory-policy allkeys-lru");
        TaskTester tester = tester(redis, "maxmemory: 200mb", "policy: noeviction", CONTRACT)) {
      TaskResult result = tester.run(Map.of());
      assertThat(redis.config("maxmemory")).isEqualTo("" + (200L << 20));
      assertThat(redis.config("maxmemory-policy")).isEqualTo("noeviction");
      assertThat(Files.readString(redis.configFile()))
          .contains("maxmemory-policy noeviction")
          .contains("maxmemory 200mb");
      assertThat(result.evidence().values())
          .containsEntry("settings", "maxmemory 209715200, maxmemory-policy noeviction")
          .containsEntry("settings-before", "maxmemory 314572800, maxmemory-policy allkeys-lru")
          .containsEntry("kept-over-restart", "yes");

      assertThat(tester.run(Map.of()).step("set-memory").reason())
          .isEqualTo("There is nothing to set");
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void saysSoWhereTheServerHasNoFile(Release release) throws Exception {
    try (TestRedis redis = TestRedis.startWithoutFile(release);
        TaskTester tester = tester(redis, "maxmemory: 200mb", CONTRACT)) {
      TaskResult result = tester.run(Map.of());
      assertThat(redis.config("maxmemory")).isEqualTo("" + (200L << 20));
      assertThat(result.evidence().values().get("kept-over-restart").toString())
          .contains("runs without a file")
          .contains("--maxmemory 209715200 --maxmemory-policy noeviction");
      assertThat(result.events())
          .filteredOn(FindingRaised.class::isInstance)
          .singleElement()
          .satisfies(
              event ->
                  assertThat(((FindingRaised) event).finding().kind())
                      .isEqualTo(SetMemory.NOT_KEPT));
    }
  }

  @Test
  void refusesLessMemoryThanIsInUse() throws Exception {
    try (TestRedis redis = TestRedis.start();
        TaskTester tester = tester(redis, "maxmemory: 2mb", CONTRACT)) {
      redis.fill("bull:", 20_000, 0, 0);
      TaskResult result = tester.run(Map.of());
      assertThat(result.failed().reason())
          .contains("are in use")
          .contains("the server would refuse the application's writes")
          .endsWith("Nothing was changed.");
      assertThat(result.failed().remedy()).contains("set-memory: false");
      assertThat(redis.config("maxmemory")).isEqualTo("0");
    }
  }

  @Test
  void refusesALimitUnderAPolicyThatWouldEvictProtectedKeys() throws Exception {
    try (TestRedis redis = TestRedis.start("maxmemory-policy allkeys-lru");
        TaskTester tester = tester(redis, "maxmemory: 500mb", CONTRACT)) {
      TaskResult result = tester.run(Map.of());
      assertThat(result.failed().reason())
          .contains(
              "'allkeys-lru' evicts any key when memory is full, those of class session, queue, lock too");
      assertThat(result.failed().remedy()).contains("policy: noeviction");
      assertThat(redis.config("maxmemory")).isEqualTo("0");
    }
  }

  @Test
  void refusesAPolicyThatWouldEvictAProtectedKeyWithATimeToLive() throws Exception {
    try (TestRedis redis = TestRedis.start();
        TaskTester tester =
            tester(
                redis,
                "maxmemory: 500mb",
                "policy: volatile-lru",
                "keyspace: {cache: ['cache:*'], queue: ['bull:*']}")) {
      redis.fill("cache:", 3_000, 0, 0);
      redis.ask("SET", "bull:mail:7:lock", "worker-3", "PX", "600000");
      TaskResult result = tester.run(Map.of());
      assertThat(result.failed().reason())
          .contains("1 protected keys have a time to live (such as 'bull:*')");
      assertThat(redis.config("maxmemory-policy")).isEqualTo("noeviction");

      redis.ask("PERSIST", "bull:mail:7:lock");
      tester.run(Map.of()).completed();
      assertThat(redis.config("maxmemory-policy")).isEqualTo("volatile-lru");
    }
  }

  @Test
  void refusesEvictionWhereAnotherDatabaseOrAnUnknownKeyWouldBeHit() throws Exception {
    try (TestRedis redis = TestRedis.start();
        TaskTester tester =
            tester(
                redis,
                "maxmemory: 500mb",
                "policy: allkeys-lru",
                "keyspace: {cache: ['cache:*']}")) {
      redis.ask("SET", "invoice:4711", "x");
      assertThat(tester.run(Map.of()).failed().reason())
          .contains("1 keys match no class of the contract (such as 'invoice:<n>')");
      redis.ask("MOVE", "invoice:4711", "3");
      assertThat(tester.run(Map.of()).failed().reason())
          .contains("database 3 has keys that the contract does not speak of");
      redis.ask("SELECT", "3");
      redis.ask("DEL", "invoice:4711");
      redis.ask("SELECT", "0");
      tester.run(Map.of()).completed();
      assertThat(redis.config("maxmemory-policy")).isEqualTo("allkeys-lru");
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void removesWhatIsStaleAndNothingElse(Release release) throws Exception {
    try (TestRedis redis = TestRedis.start(release);
        TaskTester tester = tester(redis, CONTRACT)) {
      byte[] binary = {'c', 'a', 'c', 'h', 'e', ':', 0, (byte) 0xff, 13, 10, '*'};
      List<byte[]> stale =
          List.of(bytes("cache:plain"), bytes("cache:หน้าแรก"), bytes("cache:😀[x]*?"), binary);
      for (byte[] key : stale) {
        redis.ask(Call.of("SET").with(key).with("value"));
        redis.age(key, 40 * DAY);
      }
      redis.fill("cache:fresh:", 500, 60, 0);
      redis.fill("cache:expiring:", 10, 40 * DAY, 3_600_000);
      redis.fill("sess:", 200, 100 * DAY, 0);
      redis.fill("bull:", 200, 100 * DAY, 0);
      redis.fill("lock:", 200, 100 * DAY, 0);
      redis.fill("unknown:", 200, 100 * DAY, 0);

      TaskResult plan = tester.dryRun(Map.of());
      plan.completed();
      assertThat(redis.count("upkeep:*")).isZero();

      TaskResult result = tester.run(Map.of());

      assertThat(told(result.evidence(), "quarantined-keys")).isEqualTo(4);
      assertThat(told(result.step("quarantine-stale-keys").evidence(), "expiring-keys"))
          .isEqualTo(10);
      for (byte[] key : stale) {
        assertThat(redis.number(Call.of("EXISTS").with(key))).isZero();
      }
      assertThat(redis.count("cache:*")).isEqualTo(510);
      assertThat(redis.count("sess:*") + redis.count("bull:*") + redis.count("lock:*"))
          .isEqualTo(600);
      assertThat(redis.count("unknown:*")).isEqualTo(200);
      assertThat(redis.count("upkeep:quarantine:*")).isEqualTo(4);
      String run = result.evidence().values().get("bring-back").toString();
      long ttl =
          redis.number(
              Call.of("PTTL").with(bytes("upkeep:quarantine:" + run + ":0:s:cache:หน้าแรก")));
      assertThat(Duration.ofMillis(ttl)).isBetween(Duration.ofHours(23), Duration.ofHours(24));

      TaskResult back = tester.run(Map.of("bring-back", run));
      assertThat(told(back.evidence(), "brought-back-keys")).isEqualTo(4);
      for (byte[] key : stale) {
        assertThat(redis.number(Call.of("PTTL").with(key))).isEqualTo(-1);
      }
      assertThat(redis.count("upkeep:quarantine:*")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void bringsKeysBackWithWhatIsLeftOfTheirTimeAndNeverOverANewerOne(Release release)
      throws Exception {
    try (TestRedis redis = TestRedis.start(release);
        TaskTester tester = tester(redis, CONTRACT)) {
      redis.fill("cache:", 2, 40 * DAY, 5 * DAY * 1000);
      TaskResult result = tester.run(Map.of());
      assertThat(told(result.evidence(), "quarantined-keys")).isEqualTo(2);
      redis.ask("SET", "cache:2", "written anew");

      String run = result.evidence().values().get("bring-back").toString();
      TaskResult back = tester.run(Map.of("bring-back", run));

      assertThat(told(back.evidence(), "brought-back-keys")).isEqualTo(1);
      assertThat(told(back.evidence(), "written-anew-keys")).isEqualTo(1);
      assertThat(Duration.ofMillis(redis.number("PTTL", "cache:1")))
          .isBetween(Duration.ofDays(5).minusMinutes(5), Duration.ofDays(5));
      assertThat(redis.text("GET", "cache:2")).isEqualTo("written anew");
    }
  }

  @Test
  void leavesKeysOfManyPartsToALaterRunThatFreesThem() throws Exception {
    try (TestRedis redis = TestRedis.start();
        TaskTester tester = tester(redis, CONTRACT)) {
      redis.ask("EVAL", "for i = 1, 200000 do redis.call('HSET', 'cache:huge', i, i) end", "0");
      redis.age(bytes("cache:huge"), 40 * DAY);
      TaskResult result = tester.run(Map.of());
      String run = result.evidence().values().get("bring-back").toString();
      String name = "upkeep:quarantine:" + run + ":0:l:cache:huge";
      assertThat(Duration.ofMillis(redis.number("PTTL", name)))
          .as("its quarantine, and the time until a later run frees it")
          .isGreaterThan(Duration.ofDays(8));

      tester.run(Map.of()).completed();
      assertThat(redis.number("EXISTS", name)).as("still in quarantine").isEqualTo(1);

      redis.ask("PEXPIRE", name, "" + Quarantine.GRACE.minusMinutes(1).toMillis());
      TaskResult later = tester.run(Map.of());
      assertThat(told(later.evidence(), "released-keys")).isEqualTo(1);
      assertThat(redis.number("EXISTS", name)).isZero();
    }
  }

  @Test
  void stopsWhereMoreIsStaleThanOneRunMayRemove() throws Exception {
    try (TestRedis redis = TestRedis.start();
        TaskTester tester = tester(redis, CONTRACT)) {
      redis.fill("cache:", 3_000, 40 * DAY, 0);
      redis.fill("cache:fresh", 1_000, 0, 0);
      TaskResult result = tester.run(Map.of());
      assertThat(result.failed().reason())
          .isEqualTo(
              "3000 of 4000 keys with an idle limit are stale, and one run may remove 50%. Nothing was changed.");
      assertThat(redis.count("cache:*")).isEqualTo(4_000);
      assertThat(told(tester.run(Map.of("remove-at-most", "80%")).evidence(), "quarantined-keys"))
          .isEqualTo(3_000);
    }
  }

  @Test
  void callsNothingStaleWhileOrSoonAfterTheServerCountsUse() throws Exception {
    try (TestRedis redis = TestRedis.start("maxmemory 900mb", "maxmemory-policy allkeys-lfu")) {
      redis.fill("cache:", 2_000, 0, 0);
      try (TaskTester tester = tester(redis, CONTRACT)) {
        assertThat(tester.run(Map.of()).step("find-stale-keys").reason())
            .contains("counts use and knows no idle times");
      }
      try (TaskTester tester = tester(redis, "policy: noeviction", CONTRACT)) {
        tester.run(Map.of()).completed();
        assertThat(redis.config("maxmemory-policy")).isEqualTo("noeviction");
        assertThat(tester.run(Map.of("remove-at-most", "100%")).step("find-stale-keys").reason())
            .contains("its idle times are not yet true");
      }
      assertThat(redis.count("cache:*")).isEqualTo(2_000);
    }
  }

  @Test
  void makesRoomForAServerThatIsFullAndRefusesWrites() throws Exception {
    try (TestRedis redis = TestRedis.start();
        TaskTester tester = tester(redis, "maxmemory: 300mb", CONTRACT)) {
      redis.fill("cache:old:", 2_000, 40 * DAY, 0);
      redis.fill("cache:", 8_000, 0, 0);
      redis.ask("CONFIG", "SET", "maxmemory", "1mb");
      TaskResult result = tester.run(Map.of());
      assertThat(told(result.evidence(), "quarantined-keys")).isEqualTo(2_000);
      assertThat(redis.config("maxmemory")).isEqualTo("" + (300L << 20));
    }
  }

  @Test
  void removesStaleKeysWhileTheServerIsFull() throws Exception {
    try (TestRedis redis = TestRedis.start();
        TaskTester tester = tester(redis, CONTRACT)) {
      redis.fill("cache:old:", 2_000, 40 * DAY, 0);
      redis.fill("cache:", 8_000, 0, 0);
      redis.ask("CONFIG", "SET", "maxmemory", "1mb");
      assertThat(told(tester.run(Map.of()).evidence(), "quarantined-keys")).isEqualTo(2_000);
    }
  }

  @Test
  void takesNothingFromHalfAMillionProtectedKeys() throws Exception {
    try (TestRedis redis = TestRedis.start("maxmemory 900mb", "maxmemory-policy allkeys-lru");
        TaskTester tester = tester(redis, "maxmemory: 800mb", "policy: noeviction", CONTRACT)) {
      redis.fill("sess:", 200_000, 100 * DAY, 20 * DAY * 1000);
      redis.fill("bull:", 200_000, 100 * DAY, 0);
      redis.fill("lock:", 100_000, 100 * DAY, 0);
      redis.fill("cache:", 50_000, 100 * DAY, 0);
      redis.fill("cache:fresh:", 50_000, 0, 0);
      TaskResult result = tester.run(Map.of("latency-limit", "20ms"));
      assertThat(told(result.evidence(), "quarantined-keys")).isEqualTo(50_000);
      assertThat(redis.count("sess:*")).isEqualTo(200_000);
      assertThat(redis.count("bull:*")).isEqualTo(200_000);
      assertThat(redis.count("lock:*")).isEqualTo(100_000);
      assertThat(redis.count("cache:*")).isEqualTo(50_000);
      assertThat(redis.info("evicted_keys")).isEqualTo("0");
    }
  }

  @Test
  void trustsNoIdleTimesThatAnOldReleaseMayHaveRestoredWrongly() throws Exception {
    try (TestRedis redis = TestRedis.start(Release.BUNDLED_6, "maxmemory-policy allkeys-lru");
        TaskTester tester =
            tester(redis, "keyspace: {cache: [{keys: 'cache:*', idle-limit: 30d}]}")) {
      redis.fill("cache:", 10, 40 * DAY, 0);
      assertThat(tester.run(Map.of()).step("find-stale-keys").reason())
          .contains("they will be true when it has been up for 31 days");
    }
  }

  private static long told(Evidence evidence, String name) {
    return Long.parseLong(String.valueOf(evidence.values().get(name)));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
