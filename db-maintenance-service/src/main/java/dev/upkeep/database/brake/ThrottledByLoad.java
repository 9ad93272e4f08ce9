package dev.upkeep.database.brake;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.chassis.time.Pauses;
import dev.upkeep.database.brake.Overload.Cause;
import dev.upkeep.database.table.Table;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.Throttle;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** By the application's latency, the server's running threads and its replicas' lag. */
final class ThrottledByLoad implements Brake {

  private static final Duration IDLE_LOOK = Duration.ofMillis(500);

  /** The application's own load changes: what it feels of itself is looked at again. */
  private static final Duration IDLE_LOOK_EVERY = Duration.ofMinutes(1);

  private static final Duration DECIDE_EVERY = Duration.ofMillis(250);
  private static final Duration WINDOW = Duration.ofSeconds(1);

  /** Fewer answers within the window say little of a 99th percentile. */
  private static final int ENOUGH_ANSWERS = 20;

  /** After a batch that itself had to wait for long. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final StepContext context;
  private final TargetSession session;
  private final Throttle throttle;
  private final LatencyProbe probe;
  private final Replicas replicas;
  private final DutyCycle duty = new DutyCycle();
  private final Pauses pauses = new Pauses();
  private final Map<Cause, Duration> braked = new EnumMap<>(Cause.class);
  private Duration idle = Duration.ZERO;
  private Duration worked = Duration.ZERO;
  private long idleAt;
  private long decidedAt;
  private long changedAt;

  private ThrottledByLoad(
      StepContext context, TargetSession session, LatencyProbe probe, Replicas replicas) {
    this.context = context;
    this.session = session;
    this.throttle = session.database().component().throttle();
    this.probe = probe;
    this.replicas = replicas;
  }

  static ThrottledByLoad begin(StepContext context, TargetSession session, Table table)
      throws TargetProblem, SQLException, StopRequested {
    Throttle throttle = session.database().component().throttle();
    TargetSession aside = session.beside(context, Duration.ofSeconds(5));
    LatencyProbe probe;
    try {
      probe = new LatencyProbe(aside, throttle, table);
    } catch (SQLException | RuntimeException e) {
      aside.close();
      throw e;
    }
    var brake =
        new ThrottledByLoad(context, session, probe, new Replicas(context, session.database()));
    try {
      brake.lookAtIdle();
      brake.standWhileOverloaded();
      return brake;
    } catch (TargetProblem | StopRequested | RuntimeException e) {
      brake.close();
      throw e;
    }
  }

  @Override
  public int rows(int most) {
    return duty.rows(most);
  }

  @Override
  public void rest(Duration took) throws StopRequested, TargetProblem {
    worked = worked.plus(took);
    long now = System.nanoTime();
    if (now - idleAt > IDLE_LOOK_EVERY.toNanos()) {
      lookAtIdle();
    } else if (now - decidedAt > DECIDE_EVERY.toNanos()) {
      standWhileOverloaded();
      decide(now);
    }
    Duration rest = duty.restAfter(took);
    pause(rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest, Cause.LATENCY);
  }

  private void decide(long now) throws TargetProblem {
    decidedAt = now;
    long from = Math.max(changedAt - now, -WINDOW.toNanos()) + now;
    int answers = probe.answersSince(from);
    // A database that answers slowly gives few answers: after a whole window they have to do.
    boolean isWhole = now - changedAt >= WINDOW.toNanos();
    if ((answers >= ENOUGH_ANSWERS || (isWhole && answers > 0))
        && duty.felt(probe.p99Since(from), limit())) {
      changedAt = now;
    }
  }

  private Duration limit() {
    return DutyCycle.limit(idle, throttle.latencyAdded());
  }

  /** What the application feels while nothing is done. */
  private void lookAtIdle() throws TargetProblem {
    long from = System.nanoTime();
    pauses.pause(IDLE_LOOK);
    idle = probe.p99OfQuestionsSince(from);
    if (worked.isZero()) {
      probe.countAnew();
    }
    idleAt = System.nanoTime();
    changedAt = idleAt;
    decidedAt = idleAt;
  }

  private void standWhileOverloaded() throws TargetProblem, StopRequested {
    long since = System.nanoTime();
    for (Optional<Overload> overload = overload(); overload.isPresent(); overload = overload()) {
      if (System.nanoTime() - since > PATIENCE.toNanos()) {
        throw TargetProblem.passing(
            "The database was not fit for work for %d min: %s."
                .formatted(PATIENCE.toMinutes(), overload.get().words()),
            "Look what keeps it busy, or change 'throttle' in the system file");
      }
      context.safePoint("standing-still");
      pause(LOOK_AGAIN, overload.get().cause());
    }
  }

  private Optional<Overload> overload() throws StopRequested {
    int running =
        session
            .sql(
                """
                SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS
                 WHERE VARIABLE_NAME = 'THREADS_RUNNING'
                """)
            .query(Integer.class)
            .single();
    return Overload.of(throttle, running, replicas.lags());
  }

  private void pause(Duration length, Cause cause) {
    if (length.isPositive()) {
      pauses.pause(length);
      braked.merge(cause, length, Duration::plus);
    }
  }

  @Override
  public Evidence tell(Evidence evidence) {
    Map<String, Object> by = new LinkedHashMap<>();
    for (Cause cause : Cause.values()) {
      by.put(cause.word(), braked.getOrDefault(cause, Duration.ZERO).toMillis());
    }
    return evidence
        .with("worked-ms", worked.toMillis())
        .with("braked-ms", braked.values().stream().mapToLong(Duration::toMillis).sum())
        .with("braked-by", by)
        .with("probe-p99-idle-ms", millis(idle))
        .with("probe-p99-ms", millis(probe.p99()))
        .with("probe-p99-limit-ms", millis(limit()));
  }

  private static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 1e5) / 10.0;
  }

  @Override
  public void close() {
    pauses.stop();
    probe.close();
    replicas.close();
  }
}
