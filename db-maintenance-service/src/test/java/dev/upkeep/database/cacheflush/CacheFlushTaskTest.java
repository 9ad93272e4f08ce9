package dev.upkeep.database.cacheflush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.test.TaskResult;
import dev.upkeep.chassis.test.TaskTester;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.TestRedis;
import dev.upkeep.database.testkit.TestRedis.Release;
import dev.upkeep.events.MaintenanceResolved.Answer;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.TargetCaches;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What emptying a real server's database does, asks and refuses, with the rights of its script. */
class CacheFlushTaskTest {

  private static final String MERE_CACHE = "keyspace: {cache: ['cache:*', 'page:*']}";

  static Stream<Release> releases() {
    return TestRedis.releases();
  }

  private static TargetCaches caches(TestRedis redis, String... keys) throws Exception {
    redis.withRightsOf("cache.flush");
    return redis.caches(
        Stream.concat(Stream.of(TestRedis.AS_UPKEEP), Stream.of(keys)).toArray(String[]::new));
  }

  private static RunByHand run(TargetCaches caches, int database) {
    return new RunByHand(
        new CacheFlushTask(caches),
        new CacheFlushParameters(database, "50ms"),
        Clock.systemUTC(),
        TestRedis.COMPONENT);
  }

  private static Precheck.Fail refused(RunByHand run) throws Exception {
    return switch (run.attempt(1)) {
      case End.Refused(Precheck.Fail fail) -> fail;
      case End other -> throw new AssertionError("it was not refused: " + other);
    };
  }

  @ParameterizedTest
  @MethodSource("releases")
  void emptiesTheDatabaseThatIsNamedOnceAPersonHasSaidYes(Release release) throws Exception {
    try (TestRedis redis = TestRedis.start(release);
        TaskTester tester =
            TaskTester.of(
                new CacheFlushTask(caches(redis, MERE_CACHE)),
                options -> options.system(TestRedis.SYSTEM).component(TestRedis.COMPONENT))) {
      redis.fill("cache:", 3_000, 0, 0);
      redis.fill("page:", 2_000, 0, 3_600_000);
      redis.ask("SELECT", "3");
      redis.ask("SET", "cache:elsewhere", "x");
      redis.ask("SELECT", "0");

      TaskResult asked = tester.run(Map.of("database", 0, "latency-limit", "50ms"));

      assertThat(asked.needsOperator().reason())
          .contains("Database 0 of dms/cache at 127.0.0.1:" + redis.port() + " has 5,000 keys")
          .contains("ALL OF THEM WILL BE REMOVED");
      assertThat(redis.number("DBSIZE")).as("nothing went before the answer").isGreaterThan(4_999);

      TaskResult done = tester.resolve(asked.end().run(), Answer.HAPPENED);

      assertThat(redis.count("cache:*") + redis.count("page:*")).isZero();
      assertThat(done.evidence().values())
          .containsEntry("emptied-database", 0)
          .containsEntry("removed-keys", 5_000L)
          .containsEntry("left-keys", 0L)
          .containsEntry(
              "key-classes", Map.of("cache", Map.of("keys-before", 5_000L, "keys-after", 0L)))
          .containsEntry("approved-by", "tester")
          .containsEntry("approval-reason", "looked at it")
          .containsKey("approved-at");
      redis.ask("SELECT", "3");
      assertThat(redis.number("EXISTS", "cache:elsewhere")).as("another database").isEqualTo(1);
    }
  }

  @Test
  void removesNothingWhenItIsRefusedOrOnlyPlanned() throws Exception {
    try (TestRedis redis = TestRedis.start()) {
      TargetCaches caches = caches(redis, MERE_CACHE);
      redis.fill("cache:", 500, 0, 0);
      assertThat(run(caches, 0).dryRun())
          .extracting(Plan::line)
          .anySatisfy(
              text ->
                  assertThat(text).startsWith("Would ask for approval: Database 0 of dms/cache"))
          .contains("Would remove 500 keys");
      try (TaskTester tester =
          TaskTester.of(
              new CacheFlushTask(caches),
              options -> options.system(TestRedis.SYSTEM).component(TestRedis.COMPONENT))) {
        TaskResult asked = tester.run(Map.of("database", 0));
        tester.resolve(asked.end().run(), Answer.DID_NOT_HAPPEN).cancelled();
      }
      assertThat(redis.number("DBSIZE")).isEqualTo(500);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"session: ['sess:*']", "queue: ['bull:*']", "lock: ['lock:*']"})
  void refusesADatabaseThatMayHoldMoreThanACacheByTheNameOfItsKeys(String keyClass)
      throws Exception {
    try (TestRedis redis = TestRedis.start()) {
      redis.fill("cache:", 10, 0, 0);
      Precheck.Fail answer =
          refused(run(caches(redis, "keyspace: {cache: ['cache:*'], " + keyClass + "}"), 0));
      assertThat(answer.reason())
          .startsWith("Database 0 of dms/cache is no mere cache: its contract has keys of class ")
          .contains(keyClass.replaceAll("(\\w+): \\['(.*)'\\]", "$1 ('$2')"));
      assertThat(answer.retryable()).isFalse();
      assertThat(redis.count("cache:*")).isEqualTo(10);
    }
  }

  @Test
  void refusesAnotherDatabaseThanTheComponentsAndOneWithoutAContract() throws Exception {
    try (TestRedis redis = TestRedis.start()) {
      assertThat(refused(run(caches(redis, MERE_CACHE), 3)).reason())
          .isEqualTo("Asked was for database 3, but dms/cache of the system file is database 0.");
      assertThat(refused(run(caches(redis), 0)).remedy())
          .isEqualTo("Write under 'keyspace' which of them are of class cache");
    }
  }

  @Test
  void refusesKeysOfNoClassAndShowsTheirShapeAlone() throws Exception {
    try (TestRedis redis = TestRedis.start()) {
      redis.fill("cache:", 100, 0, 0);
      redis.ask("SET", "invoice:4711", "x");
      assertThat(run(caches(redis, MERE_CACHE), 0).attempt(1))
          .isInstanceOfSatisfying(
              End.Failed.class,
              failed ->
                  assertThat(failed.outcome().reason())
                      .startsWith("1 of 101 keys in database 0 of dms/cache")
                      .contains("'invoice:<n>'"));
      assertThat(redis.number("DBSIZE")).isEqualTo(101);
    }
  }

  @Test
  void leavesKeysAloneThatCameSinceAndAreNoCache() throws Exception {
    try (TestRedis redis = TestRedis.start()) {
      redis.fill("cache:", 3_000, 0, 0);
      RunByHand run = run(caches(redis, MERE_CACHE), 0);
      assertThat(run.attempt(1)).isInstanceOf(End.Asked.class);
      run.approve("await-approval", "person:ann", "yes");
      redis.fill("invoice:", 50, 0, 0);

      assertThat(run.complete().values())
          .containsEntry("removed-keys", 3_000L)
          .containsEntry("left-keys", 50L);
      assertThat(redis.count("invoice:*")).isEqualTo(50);
    }
  }

  @Test
  void asksNobodyAboutAnEmptyDatabase() throws Exception {
    try (TestRedis redis = TestRedis.start()) {
      RunByHand run = run(caches(redis, MERE_CACHE), 0);
      assertThat(run.complete().values()).doesNotContainKey("approved-by");
    }
  }

  @Test
  void goesOnAfterACrashAndAWorkerThatWasTakenOverRemovesNothingMore() throws Exception {
    try (TestRedis redis = TestRedis.start()) {
      redis.fill("cache:", 3_000, 0, 0);
      TargetCaches caches = caches(redis, MERE_CACHE);
      RunByHand run = run(caches, 0);
      run.attempt(1);
      run.approve("await-approval", "person:ann", "yes");
      var scripts = new AtomicInteger();
      run.onSafePoint(
          (step, where) -> {
            if (where.equals("between-scripts") && scripts.incrementAndGet() == 5) {
              throw new RunByHand.Killed();
            }
          });
      assertThatThrownBy(() -> run.attempt(1)).isInstanceOf(RunByHand.Killed.class);
      long left = redis.count("cache:*");
      assertThat(left).isBetween(1L, 2_999L);

      // The next one is stopped, and a third takes over.
      var takenOver = new AtomicBoolean();
      run.onSafePoint(
          (step, where) -> {
            if (where.equals("between-scripts") && takenOver.compareAndSet(false, true)) {
              caches.change(
                  run.context(3), (session, probe, right) -> StepOutcome.skipped("mine now"));
            }
          });
      assertThat(run.attempt(2))
          .isInstanceOfSatisfying(
              End.Failed.class,
              failed ->
                  assertThat(failed.outcome().reason())
                      .contains("has since been worked on with a later right"));
      assertThat(redis.count("cache:*")).isPositive();

      assertThat(run.attempt(4))
          .isInstanceOfSatisfying(
              End.Completed.class,
              completed ->
                  assertThat(completed.summary().values()).containsEntry("removed-keys", 3_000L));
      assertThat(redis.count("cache:*")).isZero();
    }
  }

  @Test
  void removesFromAServerWhoseMemoryIsFull() throws Exception {
    try (TestRedis redis = TestRedis.start("maxmemory-policy noeviction")) {
      TargetCaches caches = caches(redis, MERE_CACHE);
      redis.fill("cache:", 5_000, 0, 0);
      RunByHand run = run(caches, 0);
      run.attempt(1);
      run.approve("await-approval", "person:ann", "yes");
      redis.ask("CONFIG", "SET", "maxmemory", "1mb");
      assertThat(run.complete().values()).containsEntry("removed-keys", 5_000L);
    }
  }

  @Test
  void namesAMissingRightAndNeedsNoRightToFlush() throws Exception {
    try (TestRedis redis = TestRedis.start()) {
      TargetCaches caches = caches(redis, MERE_CACHE);
      RunByHand run = run(caches, 0);
      try (var session = caches.of(run.run()).open("test")) {
        assertThat(session.answer(Call.of("FLUSHDB")).toString()).contains("NOPERM");
      }
      redis.ask("ACL", "SETUSER", "upkeep", "-unlink");
      assertThat(refused(run).remedy())
          .isEqualTo("Run as an administrator: ACL SETUSER upkeep +unlink");
    }
  }
}
