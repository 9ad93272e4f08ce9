package dev.upkeep.dbcampaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.run.Boundary;
import dev.upkeep.chassis.test.KillAtBoundary;
import dev.upkeep.chassis.test.Place;
import dev.upkeep.chassis.test.TestPlatform;
import dev.upkeep.chassis.test.WorkerProcess;
import dev.upkeep.database.testkit.TestRedis;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Workers of {@code cache.optimize}, killed at every boundary of the steps that change something.
 */
class CacheKillTest {

  private static final int STALE = 400;
  private static final int FRESH = 100;
  private static final int PROTECTED = 300;
  private static final long IDLE_SECONDS = 40 * 86_400L;
  private static final Set<String> CHANGING =
      Set.of("set-memory", "release-quarantine", "quarantine-stale-keys");

  @Test
  void losesNothingAndMovesEachKeyOnceWhereverAWorkerIsKilled() throws Exception {
    Set<Place> places = places();
    assertThat(places).hasSizeGreaterThan(8);
    Set<Place> left = new LinkedHashSet<>(places);
    while (!left.isEmpty()) {
      int before = left.size();
      killAlongOneRun(left);
      assertThat(left).as("boundaries that no run passes").hasSizeLessThan(before);
    }
  }

  private static Set<Place> places() throws Exception {
    try (TestRedis redis = filled()) {
      Observers.Watching.PASSED.clear();
      try (ConfigurableApplicationContext worker =
          CampaignWorker.start(settings(redis), Observers.Watching.class)) {
        assertThat(CampaignWorker.awaitEnd(worker)).isEqualTo("COMPLETED");
      }
      assertDone(redis);
    }
    Set<Place> places = new LinkedHashSet<>(Observers.Watching.PASSED);
    places.removeIf(
        place ->
            place.boundary() == Boundary.AFTER_END
                || CHANGING.stream().noneMatch(step -> place.step().startsWith(step)));
    return places;
  }

  private static void killAlongOneRun(Set<Place> left) throws Exception {
    try (TestRedis redis = filled()) {
      Map<String, Object> settings = settings(redis);
      for (Place place : List.copyOf(left)) {
        Map<String, Object> killed = new HashMap<>(settings);
        killed.put(KillAtBoundary.PROPERTY, place.toString());
        try (WorkerProcess victim = WorkerProcess.start(CampaignWorker.class, killed)) {
          int exit = victim.awaitEnd(Duration.ofMinutes(2));
          if (exit == 0) {
            assertDone(redis);
            return;
          }
          assertThat(exit).as("%s: it said: %s", place, victim.log()).isEqualTo(137);
        }
        left.remove(place);
        assertNothingLost(redis);
      }
      try (ConfigurableApplicationContext worker =
          CampaignWorker.start(settings, Observers.Unwatched.class)) {
        assertThat(CampaignWorker.awaitEnd(worker)).isEqualTo("COMPLETED");
      }
      assertDone(redis);
    }
  }

  private static TestRedis filled() throws Exception {
    TestRedis redis = TestRedis.start("maxmemory 300mb");
    redis.fill("cache:old:", STALE, IDLE_SECONDS, 0);
    redis.fill("cache:", FRESH, 0, 0);
    redis.fill("sess:", PROTECTED, IDLE_SECONDS, 0);
    return redis;
  }

  /** True at any moment. */
  private static void assertNothingLost(TestRedis redis) throws Exception {
    assertThat(redis.count("cache:old:*") + redis.count("upkeep:quarantine:*")).isEqualTo(STALE);
    assertThat(redis.count("cache:*") - redis.count("cache:old:*")).isEqualTo(FRESH);
    assertThat(redis.count("sess:*")).isEqualTo(PROTECTED);
    assertThat(redis.config("maxmemory")).isIn("" + (300L << 20), "" + (200L << 20));
  }

  private static void assertDone(TestRedis redis) throws Exception {
    assertNothingLost(redis);
    assertThat(redis.count("cache:old:*")).isZero();
    assertThat(redis.config("maxmemory")).isEqualTo("" + (200L << 20));
    assertThat(
            redis.text(
                "EVAL",
                "return redis.call('HGET', redis.call('KEYS', 'upkeep:receipts:*')[1], 'moved')",
                "0"))
        .as("counted once, whoever died meanwhile")
        .isEqualTo("" + STALE);
  }

  private static Map<String, Object> settings(TestRedis redis) {
    Map<String, Object> settings = new HashMap<>(TestPlatform.newSchema().settings());
    settings.put("upkeep.service", "campaign");
    settings.put("upkeep.run.lease", "2s");
    settings.put("upkeep.run.renew", "500ms");
    settings.put("upkeep.run.poll", "50ms");
    settings.put("upkeep.run.crashes", 1000);
    settings.put("upkeep.run.probe-wait", "100ms");
    settings.put("campaign.run", UUID.randomUUID().toString());
    settings.put("campaign.kind", "cache.optimize");
    settings.put("campaign.url", "jdbc:mariadb://127.0.0.1:1/unused");
    settings.put("campaign.user", "unused");
    settings.put("campaign.password-file", "/unused");
    settings.put("campaign.folder", "/unused");
    settings.put("campaign.redis-port", redis.port());
    return settings;
  }
}
