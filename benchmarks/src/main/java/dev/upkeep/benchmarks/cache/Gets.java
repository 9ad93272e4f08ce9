package dev.upkeep.benchmarks.cache;

import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An application that asks for a key every two milliseconds, whatever the server does. A process of
 * its own, so that it shares no garbage collector with what is measured.
 */
final class Gets {
  private static final Duration EVERY = Duration.ofMillis(2);
  private static final int WARM_UP = 2_000;
  private static final String READY = "ready";
  private static final String PASSWORD = "REDISCLI_AUTH";

  private Gets() {}

  /** What goes on meanwhile, again and again. */
  @FunctionalInterface
  interface Meanwhile {
    void happens() throws Exception;
  }

  /** The latencies of so many seconds, in milliseconds. */
  static List<Double> during(MeasuredRedis redis, int seconds, Meanwhile meanwhile)
      throws Exception {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            Gets.class.getName(),
            redis.url(),
            String.valueOf(seconds));
    builder.environment().put(PASSWORD, redis.password());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      if (!READY.equals(out.readLine())) {
        throw new IOException("the process that GETs did not start");
      }
      do {
        meanwhile.happens();
      } while (!out.ready() && process.isAlive());
      List<Double> latencies = new ArrayList<>();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        latencies.add(Double.parseDouble(line));
      }
      return latencies;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Asks, and prints how long each answer took. */
  public static void main(String[] arguments) throws Exception {
    String password = String.valueOf(System.getenv(PASSWORD));
    int count = (int) Duration.ofSeconds(Long.parseLong(arguments[1])).dividedBy(EVERY);
    double[] millis = new double[count];
    try (CacheSession session = MeasuredRedis.open(MeasuredRedis.caches(arguments[0], password));
        ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor()) {
      for (int i = 0; i < WARM_UP; i++) {
        session.ask(Call.of("GET", "bull:1"));
      }
      System.out.println(READY);
      int[] asked = {0};
      var asking =
          beat.scheduleAtFixedRate(
              () -> {
                if (asked[0] < count) {
                  millis[asked[0]++] = once(session);
                }
              },
              0,
              EVERY.toNanos(),
              TimeUnit.NANOSECONDS);
      beat.schedule(
              () -> asking.cancel(false),
              EVERY.multipliedBy(count + 5).toMillis(),
              TimeUnit.MILLISECONDS)
          .get();
      int done = beat.submit(() -> asked[0]).get();
      var text = new StringBuilder();
      for (int i = 0; i < done; i++) {
        text.append(millis[i]).append('\n');
      }
      System.out.print(text);
    }
  }

  private static double once(CacheSession session) {
    long begun = System.nanoTime();
    try {
      session.ask(Call.of("GET", "bull:1"));
    } catch (TargetProblem e) {
      throw new IllegalStateException(e);
    }
    return (System.nanoTime() - begun) / 1e6;
  }
}
