package dev.upkeep.deploy.health;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.TargetCaches;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** Asks a database or a cache something small, as its application does all the time. */
final class RoundTrips {

  /** Longer than any limit that operators set: a server silent for this long is stuck or away. */
  private static final int ANSWER_LIMIT_MILLIS = 30_000;

  private final TargetDatabases databases;
  private final TargetCaches caches;

  RoundTrips(TargetDatabases databases, TargetCaches caches) {
    this.databases = databases;
    this.caches = caches;
  }

  /**
   * Asks the database of the run.
   *
   * @throws TargetProblem when Upkeep itself has no way in, whatever the application has
   */
  Look ofDatabase(StepContext context) throws Exception {
    try {
      return databases.ask(context, session -> judged(context, ask(session)));
    } catch (TargetProblem problem) {
      return noAnswer(context, problem);
    }
  }

  private static Evidence ask(TargetSession session) throws SQLException {
    session.connection().setNetworkTimeout(Runnable::run, ANSWER_LIMIT_MILLIS);
    long begun = System.nanoTime();
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery("SELECT VERSION(), @@global.read_only")) {
      row.next();
      long took = System.nanoTime() - begun;
      return Evidence.of("server", "MariaDB " + row.getString(1))
          .with("role", row.getBoolean(2) ? "read only" : "takes writes")
          .with("round-trip-ms", Duration.ofNanos(took).toMillis());
    }
  }

  /**
   * Asks the cache of the run.
   *
   * @throws TargetProblem when Upkeep itself has no way in, whatever the application has
   */
  Look ofCache(StepContext context) throws TargetProblem {
    try (CacheSession session = caches.of(context.run()).open("health")) {
      long begun = System.nanoTime();
      session.ask(Call.of("PING"));
      long took = System.nanoTime() - begun;
      return judged(context, Evidence.of("round-trip-ms", Duration.ofNanos(took).toMillis()));
    } catch (TargetProblem problem) {
      return noAnswer(context, problem);
    }
  }

  private static Look judged(StepContext context, Evidence seen) {
    Duration limit = context.parameters(HealthCheckParameters.class).longestRoundTrip();
    long took = ((Number) seen.values().getOrDefault("round-trip-ms", 0L)).longValue();
    return took <= limit.toMillis()
        ? new Look(seen, List.of())
        : new Look(
            seen,
            List.of(
                Ailment.of(
                    Ailment.Kind.SLOW,
                    context.run().component(),
                    "One small answer took %d ms, %d ms are allowed"
                        .formatted(took, limit.toMillis()),
                    "Look what its server is busy with.")));
  }

  /** What is wrong with the way in is no ailment of the component. */
  private static Look noAnswer(StepContext context, TargetProblem problem) throws TargetProblem {
    if (!problem.retryable()) {
      throw problem;
    }
    return new Look(
        Evidence.none(),
        List.of(
            Ailment.of(
                Ailment.Kind.NO_ANSWER,
                context.run().component(),
                problem.reason(),
                problem.remedy())));
  }
}
