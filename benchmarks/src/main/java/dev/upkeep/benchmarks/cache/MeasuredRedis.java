package dev.upkeep.benchmarks.cache;

import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.redis.EmbeddedRedis;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.SystemFile;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.TargetCaches;
import dev.upkeep.system.secret.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A server with many keys: half of them of class cache, of which half are stale, the others queues.
 * Everything is on a RAM-sized data set and nothing is written to disk meanwhile.
 */
final class MeasuredRedis implements AutoCloseable {
  private static final String SYSTEM = "dms";
  private static final String COMPONENT = "cache";
  private static final int IDLE_LIMIT_SECONDS = 30 * 86_400;
  private static final int BATCH = 50_000;

  private final EmbeddedRedis server;
  private final TargetCaches caches;

  static MeasuredRedis start(int keys) throws IOException, TargetProblem {
    var redis = new MeasuredRedis();
    try (CacheSession session = redis.open()) {
      session.ask(Call.of("CONFIG", "SET", "save", ""));
      fill(session, "bull:", keys / 2, 0);
      fill(session, "cache:fresh:", keys / 4, 0);
      fill(session, "cache:stale:", keys / 4, 2 * IDLE_LIMIT_SECONDS);
    }
    return redis;
  }

  private MeasuredRedis() throws IOException {
    this.server =
        EmbeddedRedis.start(
            Files.createTempDirectory("upkeep-benchmark-redis"), ServerCache.ofUser());
    this.caches = caches(server.url(), server.password());
  }

  /** The door to a server with the contract of this benchmark. */
  static TargetCaches caches(String url, String password) {
    MaintainedSystem system = system(url);
    return new TargetCaches(name -> Optional.of(system), new Secrets(Map.of("REDIS", password)));
  }

  private static MaintainedSystem system(String url) {
    String file =
        """
        system: dms
        components:
          cache:
            kind: redis
            url: "%s"
            password: "${env:REDIS}"
            keyspace: {cache: [{keys: "cache:*", idle-limit: 30d}], queue: ["bull:*"]}
        """
            .formatted(url);
    return switch (SystemFile.read("benchmark", file.getBytes(StandardCharsets.UTF_8))) {
      case SystemFile.Reading.Good(MaintainedSystem system) -> system;
      case SystemFile.Reading.Bad bad -> throw new IllegalStateException(bad.problems().toString());
    };
  }

  private static void fill(CacheSession session, String prefix, int count, long idleSeconds)
      throws TargetProblem {
    for (int from = 1; from <= count; from += BATCH) {
      session.ask(
          Call.script(
              """
              redis.call('SET', 'value', string.rep('x', 100))
              local value = redis.call('DUMP', 'value')
              redis.call('DEL', 'value')
              for i = ARGV[2], ARGV[3] do
                redis.call('RESTORE', ARGV[1] .. string.format('%d', i), 0, value, 'IDLETIME', ARGV[4])
              end
              """,
              List.of(),
              List.of(
                  bytes(prefix),
                  bytes("" + from),
                  bytes("" + Math.min(count, from + BATCH - 1)),
                  bytes("" + idleSeconds))));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  String url() {
    return server.url();
  }

  String password() {
    return server.password();
  }

  CacheSession open() throws TargetProblem {
    return open(caches);
  }

  static CacheSession open(TargetCaches caches) throws TargetProblem {
    return caches
        .of(
            new TaskRunRef(
                UUID.randomUUID(),
                UUID.randomUUID(),
                SYSTEM,
                "benchmark",
                "scan",
                "cache.optimize",
                COMPONENT,
                false))
        .open("benchmark");
  }

  /**
   * What an administrator would write; the keys are told from queues by their name, as ours are.
   */
  long staleByRedisCli() throws IOException, InterruptedException {
    Path script = Files.createTempFile("redis-cli", ".sh");
    Files.writeString(
        script,
        """
        set -euo pipefail
        redis-cli -p "$1" --scan | grep '^cache:' | sed 's/^/OBJECT IDLETIME /' | redis-cli -p "$1" |
          awk -v limit="$2" '$1 >= limit {count++} END {print count + 0}'
        """);
    try {
      var builder =
          new ProcessBuilder(
              "bash",
              script.toString(),
              String.valueOf(server.port()),
              String.valueOf(IDLE_LIMIT_SECONDS));
      builder.environment().put("REDISCLI_AUTH", server.password());
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      Process process = builder.start();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "redis-cli ended with %d: apt install redis-tools".formatted(process.exitValue()));
      }
      return Long.parseLong(answer);
    } finally {
      Files.delete(script);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
