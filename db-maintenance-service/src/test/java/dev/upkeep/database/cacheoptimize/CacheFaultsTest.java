package dev.upkeep.database.cacheoptimize;

import static dev.upkeep.database.cacheoptimize.CacheOptimizeTaskTest.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.TestRedis;
import dev.upkeep.embedded.LoopbackPort;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.TargetCaches;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between Upkeep and a real server, and what an operator is told of it. */
class CacheFaultsTest {

  private static final long DAY = 86_400;
  private static final String CONTRACT =
      "keyspace: {cache: [{keys: 'cache:*', idle-limit: 30d}], session: ['sess:*'], queue: ['bull:*']}";

  private static CacheOptimizeParameters parameters(@Nullable String bringBack) {
    return new CacheOptimizeParameters(true, true, "24h", "100%", "10%", "20ms", false, bringBack);
  }

  private static RunByHand run(TargetCaches caches) {
    return new RunByHand(
        new CacheOptimizeTask(caches), parameters(null), Clock.systemUTC(), TestRedis.COMPONENT);
  }

  private static Precheck.Fail refused(RunByHand run) throws Exception {
    return switch (run.attempt(1)) {
      case End.Refused(Precheck.Fail fail) -> fail;
      case End other -> throw new AssertionError("it was not refused: " + other);
    };
  }

  @Test
  void aWrongPasswordIsNamedAndNotRepeated() throws Exception {
    try (TestRedis redis = TestRedis.start()) {
      Precheck.Fail answer = refused(run(redis.caches("password: \"${env:WRONG}\"", CONTRACT)));
      assertThat(answer.reason())
          .startsWith(
              "Connecting to dms/cache at 127.0.0.1:" + redis.port() + " as default: WRONGPASS")
          .doesNotContain("not-the-one");
      assertThat(answer.remedy())
          .isEqualTo("Correct 'user' or the secret behind 'password' in the system file");
      assertThat(answer.retryable()).isFalse();
    }
  }

  @Test
  void aServerThatIsAwayMayComeBack() throws Exception {
    int port;
    try (TestRedis redis = TestRedis.start()) {
      port = redis.port();
    }
    Precheck.Fail answer = refused(run(TestRedis.cachesAt("redis://127.0.0.1:" + port, CONTRACT)));
    assertThat(answer.reason()).contains("dms/cache at 127.0.0.1:" + port).contains("refused");
    assertThat(answer.retryable()).isTrue();
  }

  @Test
  void aMissingRightIsNamedAsTheStatementThatGivesIt() throws Exception {
    try (TestRedis redis = TestRedis.start().withRightsOf("cache.optimize")) {
      redis.ask("ACL", "SETUSER", "upkeep", "-renamenx", "-eval");
      assertThat(refused(run(redis.caches(TestRedis.AS_UPKEEP, CONTRACT))).remedy())
          .isEqualTo("Run as an administrator: ACL SETUSER upkeep +eval +renamenx");

      redis.ask("ACL", "SETUSER", "upkeep", "+renamenx", "+eval", "-config");
      assertThat(
              refused(run(redis.caches(TestRedis.AS_UPKEEP, "maxmemory: 100mb", CONTRACT)))
                  .remedy())
          .isEqualTo(
              "Run as an administrator: ACL SETUSER upkeep +config|set +config|rewrite (or run with set-memory: false)");

      redis.ask("ACL", "SETUSER", "upkeep", "resetkeys");
      assertThat(refused(run(redis.caches(TestRedis.AS_UPKEEP, CONTRACT))).remedy())
          .isEqualTo("Run as an administrator: ACL SETUSER upkeep ~*");
    }
  }

  @Test
  void theRightsOfTheScriptDoNotAllowToEmptyADatabase() throws Exception {
    try (TestRedis redis = TestRedis.start().withRightsOf("cache.optimize")) {
      var run = run(redis.caches(TestRedis.AS_UPKEEP, CONTRACT));
      try (var session = redis.caches(TestRedis.AS_UPKEEP).of(run.run()).open("test")) {
        for (String command : List.of("FLUSHDB", "FLUSHALL")) {
          assertThat(session.answer(Call.of(command)).toString()).contains("NOPERM");
        }
      }
    }
  }

  @Test
  void aRenamedConfigIsNamedAndStaleKeysCanBeRemovedAllTheSame() throws Exception {
    try (TestRedis redis = TestRedis.start("rename-command CONFIG secretconfig")) {
      Precheck.Fail answer = refused(run(redis.caches("maxmemory: 100mb", CONTRACT)));
      assertThat(answer.reason()).startsWith("CONFIG is renamed or disabled on dms/cache at");
      assertThat(answer.remedy())
          .contains("maxmemory 104857600, maxmemory-policy noeviction")
          .contains("set-memory: false");
      redis.fill("cache:", 10, 40 * DAY, 0);
      assertThat(run(redis.caches(CONTRACT)).complete().values())
          .containsEntry("quarantined-keys", 10L);
    }
  }

  @Test
  void aReplicaIsRefusedAndAPrimaryWithReplicasRemovesNothingUnasked() throws Exception {
    try (TestRedis primary = TestRedis.start();
        TestRedis replica =
            TestRedis.start(
                "replicaof 127.0.0.1 " + primary.port(),
                "masterauth " + TestRedis.ADMIN_PASSWORD)) {
      Precheck.Fail answer = refused(run(replica.caches(CONTRACT)));
      assertThat(answer.reason())
          .contains("is a replica of 127.0.0.1:" + primary.port() + " and takes no writes");

      Awaitility.await().until(() -> primary.info("connected_slaves").equals("1"));
      primary.fill("cache:", 10, 40 * DAY, 0);
      TargetCaches caches = primary.caches(CONTRACT);
      RunByHand run = run(caches);
      run.complete();
      assertThat(new FindStaleKeys(caches).run(run.context(1)))
          .isInstanceOfSatisfying(
              StepOutcome.Skipped.class,
              skipped -> assertThat(skipped.reason()).contains("replicas are connected"));
      assertThat(primary.count("cache:*")).isEqualTo(10);
    }
  }

  @Test
  void aClusterIsRefused() throws Exception {
    try (TestRedis redis = TestRedis.start("cluster-enabled yes")) {
      Precheck.Fail answer = refused(run(redis.caches(CONTRACT)));
      assertThat(answer.reason()).startsWith("The server is a node of a cluster");
      assertThat(answer.retryable()).isFalse();
    }
  }

  @Test
  void aServerThatRestartsInTheMiddleIsWorkedOnAgain() throws Exception {
    try (TestRedis redis = TestRedis.start("appendonly yes", "appendfsync always")) {
      redis.fill("cache:", 3_000, 40 * DAY, 0);
      redis.fill("sess:", 1_000, 40 * DAY, 0);
      var restarted = new AtomicBoolean();
      var scripts = new AtomicInteger();
      RunByHand run =
          run(redis.caches(CONTRACT))
              .onSafePoint(
                  (step, where) -> {
                    if (where.equals("between-scripts")
                        && scripts.incrementAndGet() == 10
                        && restarted.compareAndSet(false, true)) {
                      redis.killAndRestart();
                    }
                  });
      assertThatThrownBy(() -> run.attempt(1))
          .isInstanceOf(TargetProblem.class)
          .hasMessageContaining("the connection was lost");
      // Whoever loads an append-only file has just touched every key of it.
      for (int i = 1; i <= 3_000; i++) {
        byte[] key = bytes("cache:" + i);
        if (redis.number(Call.of("EXISTS").with(key)) == 1) {
          redis.age(key, 40 * DAY);
        }
      }
      assertThat(run.complete().values()).containsEntry("quarantined-keys", 3_000L);
      assertThat(redis.count("sess:*")).isEqualTo(1_000);
    }
  }

  @Test
  void aKeyThatIsUsedAfterItWasJudgedStays() throws Exception {
    try (TestRedis redis = TestRedis.start()) {
      redis.fill("cache:", 2_000, 40 * DAY, 0);
      var used = new AtomicInteger();
      List<String> there = new ArrayList<>();
      RunByHand run =
          run(redis.caches(CONTRACT))
              .onSafePoint(
                  (step, where) -> {
                    // Between two scripts the application asks for a key and writes another.
                    if (where.equals("between-scripts")) {
                      int number = used.incrementAndGet();
                      for (String key : List.of("cache:" + number, "cache:" + (1_000 + number))) {
                        if (!redis.text("GET", key).isEmpty()) {
                          there.add(key);
                        }
                      }
                    }
                  });
      run.complete();
      assertThat(there).hasSizeGreaterThan(20);
      for (String key : there) {
        assertThat(redis.number("EXISTS", key)).as(key).isEqualTo(1);
      }
      assertThat(redis.count("cache:*")).isEqualTo(there.size());
      assertThat(redis.count("upkeep:quarantine:*")).isEqualTo(2_000 - there.size());
    }
  }

  @Test
  void keysThatExpireOrAreDeletedInBetweenDoNoHarm() throws Exception {
    try (TestRedis redis = TestRedis.start()) {
      redis.fill("cache:", 2_000, 40 * DAY, 0);
      redis.fill("cache:short:", 200, 40 * DAY, 150);
      var next = new AtomicInteger();
      var deleted = new AtomicLong();
      RunByHand run =
          run(redis.caches(CONTRACT))
              .onSafePoint(
                  (step, where) -> {
                    if (where.equals("between-scripts")) {
                      deleted.addAndGet(redis.number("UNLINK", "cache:" + next.incrementAndGet()));
                    }
                  });
      long moved = Long.parseLong(run.complete().values().get("quarantined-keys").toString());
      assertThat(deleted.get()).isPositive();
      assertThat(moved + deleted.get()).isEqualTo(2_000);
      assertThat(redis.count("upkeep:quarantine:*")).isEqualTo(moved);
      Awaitility.await().until(() -> redis.count("cache:*") == 0);
    }
  }

  @Test
  void aWorkerThatWasTakenOverMovesNothingMore() throws Exception {
    try (TestRedis redis = TestRedis.start()) {
      redis.fill("cache:", 2_000, 40 * DAY, 0);
      TargetCaches caches = redis.caches("maxmemory: 200mb", CONTRACT);
      RunByHand zombie = run(caches);
      var takenOver = new AtomicBoolean();
      zombie.onSafePoint(
          (step, where) -> {
            if (where.equals("between-scripts") && takenOver.compareAndSet(false, true)) {
              caches.change(
                  zombie.context(2), (session, probe, right) -> StepOutcome.skipped("mine now"));
            }
          });
      End end = zombie.attempt(1);
      assertThat(end).isInstanceOf(End.Failed.class);
      assertThat(((End.Failed) end).outcome().reason())
          .contains("has since been worked on with a later right");
      assertThat(redis.count("upkeep:quarantine:*")).isLessThan(200);

      assertThat(zombie.attempt(1)).as("not with its old right").isInstanceOf(End.Failed.class);
      assertThat(zombie.attempt(3)).isInstanceOf(End.Completed.class);
    }
  }

  @Test
  void undoTakesEverythingBack() throws Exception {
    try (TestRedis redis = TestRedis.start("maxmemory 150mb", "maxmemory-policy volatile-lru")) {
      redis.fill("cache:", 500, 40 * DAY, 0);
      var task =
          new CacheOptimizeTask(redis.caches("maxmemory: 200mb", "policy: noeviction", CONTRACT));
      var run = new RunByHand(task, parameters(null), Clock.systemUTC(), TestRedis.COMPONENT);
      run.complete();
      assertThat(redis.count("cache:*")).isZero();

      // Twice, as after a crash in the middle of it.
      for (int time = 0; time < 2; time++) {
        for (Steps.Entry entry : task.steps().entries().reversed()) {
          if (entry instanceof Steps.One(Undoable undoable)) {
            assertThat(undoable.undo(run.context(2))).isInstanceOf(StepOutcome.Done.class);
          }
        }
      }

      assertThat(redis.count("cache:*")).isEqualTo(500);
      assertThat(redis.config("maxmemory")).isEqualTo("" + (150L << 20));
      assertThat(redis.config("maxmemory-policy")).isEqualTo("volatile-lru");
      assertThat(Files.readString(redis.configFile())).contains("maxmemory-policy volatile-lru");
    }
  }

  @Test
  void speaksTlsAndChecksWhoseCertificateItIs(@TempDir Path folder) throws Exception {
    TestRedis.needsInstalled();
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                folder.resolve("key.pem").toString(),
                "-out",
                folder.resolve("cert.pem").toString())
            .redirectErrorStream(true)
            .start();
    assertThat(openssl.waitFor()).isZero();
    int tls = LoopbackPort.free();
    try (TestRedis redis =
        TestRedis.start(
            TestRedis.Release.INSTALLED_7,
            "tls-port " + tls,
            "tls-cert-file " + folder.resolve("cert.pem"),
            "tls-key-file " + folder.resolve("key.pem"),
            "tls-auth-clients no")) {
      redis.fill("cache:", 10, 40 * DAY, 0);
      String ca = "tls-ca: " + folder.resolve("cert.pem");
      assertThat(
              run(TestRedis.cachesAt("rediss://localhost:" + tls, ca, CONTRACT))
                  .complete()
                  .values())
          .containsEntry("quarantined-keys", 10L);

      assertThat(refused(run(TestRedis.cachesAt("rediss://localhost:" + tls, CONTRACT))).remedy())
          .contains("tls-ca");
      assertThat(
              refused(run(TestRedis.cachesAt("rediss://127.0.0.1:" + tls, ca, CONTRACT))).reason())
          .as("the certificate is for localhost")
          .contains("127.0.0.1");
    }
  }
}
