package dev.upkeep.system.redis;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.system.Component;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.RedisComponent;
import dev.upkeep.system.database.ContainerUrl;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.secret.Secrets;
import java.util.Optional;
import java.util.function.Function;

/**
 * The Redis servers of all maintained systems, and how steps work on them. What goes wrong becomes
 * the step's outcome, in words for an operator.
 */
public final class TargetCaches {

  private final Function<String, Optional<MaintainedSystem>> systems;
  private final Secrets secrets;

  /**
   * @param systems the systems in force, by name
   */
  public TargetCaches(Function<String, Optional<MaintainedSystem>> systems, Secrets secrets) {
    this.systems = systems;
    this.secrets = secrets;
  }

  /** The server that a run is about. */
  public TargetCache of(TaskRunRef run) throws TargetProblem {
    return named(run.system(), run.component());
  }

  /** A component of a system. */
  public TargetCache named(String system, String component) throws TargetProblem {
    Optional<MaintainedSystem> maintained = systems.apply(system);
    Optional<Component> found = maintained.flatMap(s -> s.component(component));
    if (found.isPresent() && found.get() instanceof RedisComponent redis) {
      String url =
          ContainerUrl.of(
              maintained.orElseThrow(),
              system + "/" + component,
              redis.container(),
              redis.url(),
              TargetCache.DEFAULT_PORT);
      return new TargetCache(system, redis.at(url), secrets);
    }
    throw TargetProblem.lasting(
        "%s/%s is no redis component of a system in force here.".formatted(system, component),
        "Put the system file into this worker's systems folder");
  }

  /** Looks at the server before the first step. */
  public Precheck precheck(StepContext context, Looking<Precheck> looking) throws Exception {
    try (CacheSession session = of(context.run()).open("work")) {
      return looking.on(session);
    } catch (TargetProblem problem) {
      return problem.asPrecheck();
    }
  }

  /** Looks at the server; for steps that change nothing. */
  public StepOutcome look(StepContext context, Working<StepOutcome> looking) throws Exception {
    try {
      return work(context, looking);
    } catch (TargetProblem problem) {
      return problem.asOutcome();
    }
  }

  /** Looks at the server for a dry run. */
  public Plan plan(StepContext context, Looking<Plan> looking) throws Exception {
    try (CacheSession session = of(context.run()).open("work")) {
      return looking.on(session);
    }
  }

  /** Changes the server, with the right to; refuses a worker that was taken over. */
  public StepOutcome change(StepContext context, Changing changing) throws Exception {
    try {
      return work(
          context,
          (session, probe) -> changing.on(session, probe, ChangeRight.take(session, context)));
    } catch (TargetProblem problem) {
      if (problem.open()) {
        // Whether the last command took effect is not known: the chassis has to find out.
        throw problem;
      }
      return problem.asOutcome();
    }
  }

  private <T> T work(StepContext context, Working<T> working) throws Exception {
    TargetCache cache = of(context.run());
    try (CacheSession session = cache.open("work");
        CacheSession aside = cache.open("probe")) {
      var probe = new LatencyProbe(aside);
      context.onStop(
          () -> {
            probe.stopWaiting();
            session.end();
            aside.end();
          });
      return working.on(session, probe);
    }
  }

  /** What looks with one connection. */
  @FunctionalInterface
  public interface Looking<T> {
    T on(CacheSession session) throws Exception;
  }

  /** What looks and measures meanwhile what others feel of it. */
  @FunctionalInterface
  public interface Working<T> {
    T on(CacheSession session, LatencyProbe probe) throws Exception;
  }

  /** What changes. */
  @FunctionalInterface
  public interface Changing {
    StepOutcome on(CacheSession session, LatencyProbe probe, ChangeRight right) throws Exception;
  }
}
