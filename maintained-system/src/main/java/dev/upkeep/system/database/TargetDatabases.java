package dev.upkeep.system.database;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.system.Component;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.MariaDbComponent;
import dev.upkeep.system.secret.Secrets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The databases of all maintained systems, and how steps work on them. What goes wrong becomes the
 * step's outcome, in words for an operator.
 */
public final class TargetDatabases {

  private static final Duration LOOKING = Duration.ofSeconds(5);
  private static final int USUAL_PORT = 3306;

  private final Function<String, Optional<MaintainedSystem>> systems;
  private final Secrets secrets;
  private final Duration recordsKept;

  /**
   * @param systems the systems in force, by name
   * @param recordsKept how long Upkeep's own rows on a database are kept, see {@link
   *     TargetDatabase#recordsKept}
   */
  public TargetDatabases(
      Function<String, Optional<MaintainedSystem>> systems, Secrets secrets, Duration recordsKept) {
    this.systems = systems;
    this.secrets = secrets;
    this.recordsKept = recordsKept;
  }

  /** The database that a run is about. */
  public TargetDatabase of(TaskRunRef run) throws TargetProblem {
    return named(run.system(), run.component());
  }

  /** A component of a system. */
  public TargetDatabase named(String system, String component) throws TargetProblem {
    Optional<MaintainedSystem> maintained = systems.apply(system);
    Optional<Component> found = maintained.flatMap(s -> s.component(component));
    if (found.isPresent() && found.get() instanceof MariaDbComponent database) {
      String url =
          ContainerUrl.of(
              maintained.orElseThrow(),
              system + "/" + component,
              database.container(),
              database.url(),
              USUAL_PORT);
      return new TargetDatabase(system, database.at(url), secrets, recordsKept);
    }
    throw TargetProblem.lasting(
        "%s/%s is no mariadb component of a system in force here.".formatted(system, component),
        "Put the system file into this worker's systems folder");
  }

  /** Looks at the database; for steps that change nothing. */
  public StepOutcome look(StepContext context, Looking<StepOutcome> looking) throws Exception {
    try {
      return withSession(context, LOOKING, session -> looking.on(held(context, session)));
    } catch (TargetProblem problem) {
      return problem.asOutcome();
    }
  }

  /** Looks at the database before the first step. */
  public Precheck precheck(StepContext context, Looking<Precheck> looking) throws Exception {
    try {
      return withSession(context, LOOKING, looking);
    } catch (TargetProblem problem) {
      return problem.asPrecheck();
    }
  }

  /** Looks at the database for something else than an outcome: a plan, a probe, a list of items. */
  public <T> T ask(StepContext context, Looking<T> looking) throws Exception {
    return withSession(context, LOOKING, looking);
  }

  /** Looks at the database for a dry run. */
  public Plan plan(StepContext context, Looking<Plan> looking) throws Exception {
    return withSession(context, LOOKING, looking);
  }

  /**
   * Changes the database, holding its lock; refuses a worker that was taken over.
   *
   * @param lockWaitLimit the longest that a statement may wait for a lock of the application's
   */
  public StepOutcome change(StepContext context, Duration lockWaitLimit, Changing changing)
      throws Exception {
    try {
      return withSession(
          context,
          lockWaitLimit,
          session ->
              changing.on(
                  held(context, session), TargetLock.take(session, context, lockWaitLimit)));
    } catch (TargetProblem problem) {
      if (problem.open()) {
        // Whether the statement took effect is not known: the chassis has to find out.
        throw problem;
      }
      return problem.asOutcome();
    }
  }

  /** Whoever takes the run over must be able to end this connection, and so must this worker. */
  private static TargetSession held(StepContext context, TargetSession session)
      throws StopRequested {
    session.holdIn(context);
    context.onStop(session::end);
    return session;
  }

  private <T> T withSession(StepContext context, Duration lockWaitLimit, Looking<T> looking)
      throws Exception {
    TargetDatabase database = of(context.run());
    try (TargetSession session = database.open(lockWaitLimit)) {
      return looking.on(session);
    } catch (TargetProblem | StopRequested e) {
      throw e;
    } catch (Exception e) {
      Optional<SQLException> said = ServerSays.in(e);
      if (said.isEmpty()) {
        throw e;
      }
      throw ServerSays.meaning(said.get(), database.label());
    }
  }

  /** What looks. */
  @FunctionalInterface
  public interface Looking<T> {
    T on(TargetSession session) throws Exception;
  }

  /** What changes. */
  @FunctionalInterface
  public interface Changing {
    StepOutcome on(TargetSession session, TargetLock lock) throws Exception;
  }
}
