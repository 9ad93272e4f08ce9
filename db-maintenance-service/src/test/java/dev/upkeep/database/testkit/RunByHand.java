package dev.upkeep.database.testkit;

import dev.upkeep.chassis.run.HeldResource;
import dev.upkeep.chassis.task.CheckableStep;
import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.Step;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.chassis.task.UnrepeatableStep;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.TaskRunRef;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run of a task whose journal is in memory: for tests of steps on real databases that want to
 * stop a worker at a place of their own choice. What steps remember goes through JSON, as in the
 * real journal.
 */
public final class RunByHand {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Task task;
  private final Record parameters;
  private final Clock clock;
  private TaskRunRef run;
  private final Map<String, Evidence> done = new LinkedHashMap<>();
  private final Map<String, String> memory = new LinkedHashMap<>();
  private final Map<String, List<String>> items = new LinkedHashMap<>();
  private final List<StepContext.Sighting> sightings = new ArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<HeldResource> held = new CopyOnWriteArrayList<>();
  private OnSafePoint onSafePoint = (step, where) -> {};

  /** Is asked at each safe point. */
  @FunctionalInterface
  public interface OnSafePoint {
    void passes(String step, String where) throws Exception;
  }

  /** What the test throws to stop a worker dead: nothing is journalled after it. */
  public static final class Killed extends RuntimeException {
    public Killed() {
      super("killed by the test");
    }
  }

  /** How an attempt ended. */
  public sealed interface End {
    record Completed(Evidence summary) implements End {}

    record Refused(Precheck precheck) implements End {}

    record Failed(String step, StepOutcome.Failed outcome) implements End {}

    record Asked(String step, StepOutcome.NeedsApproval outcome) implements End {}
  }

  /** On the component {@code database}. */
  public RunByHand(Task task, Record parameters, Clock clock) {
    this(task, parameters, clock, "database");
  }

  public RunByHand(Task task, Record parameters, Clock clock, String component) {
    this(task, parameters, clock, component, UUID.randomUUID());
  }

  /** As one of several tasks of a runbook run. */
  public RunByHand(Task task, Record parameters, Clock clock, String component, UUID runbookRun) {
    this.task = task;
    this.parameters = parameters;
    this.clock = clock;
    this.run =
        new TaskRunRef(
            UUID.randomUUID(),
            runbookRun,
            "dms",
            "monthly",
            "task",
            task.description().kind(),
            component,
            false);
  }

  public TaskRunRef run() {
    return run;
  }

  /** The same as a dry run, which says so to its steps. */
  public RunByHand dry() {
    run =
        new TaskRunRef(
            run.taskRunId(),
            run.runbookRunId(),
            run.system(),
            run.runbook(),
            run.task(),
            run.kind(),
            run.component(),
            true);
    return this;
  }

  public RunByHand onSafePoint(OnSafePoint action) {
    this.onSafePoint = action;
    return this;
  }

  public Map<String, Evidence> evidence() {
    return done;
  }

  public Evidence evidence(String step) {
    return Optional.ofNullable(done.get(step)).orElseThrow();
  }

  public List<StepContext.Sighting> sightings() {
    return sightings;
  }

  /** All lines of progress. */
  public List<String> lines() {
    return lines;
  }

  /** What a dead worker left behind. */
  public List<HeldResource> held() {
    return held;
  }

  public StepContext context(long fence) {
    return new Context("", fence);
  }

  /** One attempt: goes on where the journal ends. */
  public End attempt(long fence) throws Exception {
    Precheck precheck = task.precheck(new Context("", fence));
    if (!(precheck instanceof Precheck.Go)) {
      return new End.Refused(precheck);
    }
    Evidence last = Evidence.none();
    for (Steps.Entry entry : task.steps().entries()) {
      for (Map.Entry<String, Step> step : steps(entry, fence).entrySet()) {
        if (done.containsKey(step.getKey())) {
          last = done.get(step.getKey());
          continue;
        }
        switch (step.getValue().run(new Context(step.getKey(), fence))) {
          case StepOutcome.Done(Evidence evidence) -> last = evidence;
          case StepOutcome.Skipped(String _, Evidence evidence) -> last = evidence;
          case StepOutcome.Failed failed -> {
            return new End.Failed(step.getKey(), failed);
          }
          case StepOutcome.NeedsApproval asked -> {
            return new End.Asked(step.getKey(), asked);
          }
        }
        EvidenceNames.requireListed(step.getKey(), last);
        done.put(step.getKey(), last);
        held.clear();
      }
    }
    return new End.Completed(last);
  }

  /** Says yes to what a step asks, as the journal would have it. */
  public void approve(String step, String by, String reason) {
    done.put(
        step,
        Evidence.of("resolved-by", by).with("resolved-at", clock.instant()).with("seen", reason));
  }

  /** The attempt that must end well. */
  public Evidence complete() throws Exception {
    End end = attempt(1);
    if (end instanceof End.Completed(Evidence summary)) {
      return summary;
    }
    throw new AssertionError("the run did not complete: " + end);
  }

  /** Takes a step back that is done, as the chassis does when a later step fails. */
  public StepOutcome undo(String name, long fence) throws Exception {
    for (Steps.Entry entry : task.steps().entries()) {
      if (steps(entry, fence).get(name) instanceof Undoable step) {
        return step.undo(new Context(name, fence));
      }
    }
    throw new AssertionError(name + " cannot be undone");
  }

  private static void add(List<Plan> plans, Map.Entry<String, Step> step, Plan plan) {
    EvidenceNames.requireListed(step.getKey(), plan.figures());
    plans.add(plan);
  }

  /** A dry run: looks, and asks the others for their plans. */
  public List<Plan> dryRun() throws Exception {
    List<Plan> plans = new ArrayList<>();
    for (Steps.Entry entry : task.steps().entries()) {
      for (Map.Entry<String, Step> step : steps(entry, 1).entrySet()) {
        var context = new Context(step.getKey(), 1);
        switch (step.getValue()) {
          case LookingStep looking -> {
            if (looking.run(context) instanceof StepOutcome.Done(Evidence evidence)) {
              EvidenceNames.requireListed(step.getKey(), evidence);
              done.put(step.getKey(), evidence);
            }
          }
          case RepeatableStep repeatable -> add(plans, step, repeatable.plan(context));
          case CheckableStep checkable -> add(plans, step, checkable.plan(context));
          case UnrepeatableStep unrepeatable -> add(plans, step, unrepeatable.plan(context));
        }
      }
    }
    return plans;
  }

  private Map<String, Step> steps(Steps.Entry entry, long fence) throws Exception {
    Map<String, Step> steps = new LinkedHashMap<>();
    switch (entry) {
      case Steps.One one -> steps.put(one.name(), one.step());
      case Steps.Many many -> {
        List<String> names = items.get(many.name());
        if (names == null) {
          names = many.items().in(new Context(many.name(), fence));
          items.put(many.name(), names);
        }
        names.forEach(item -> steps.put(many.name() + "/" + item, many.each().on(item)));
      }
    }
    return steps;
  }

  private final class Context implements StepContext {
    private final String step;
    private final long fence;

    Context(String step, long fence) {
      this.step = step;
      this.fence = fence;
    }

    @Override
    public TaskRunRef run() {
      return run;
    }

    @Override
    public <P extends Record> P parameters(Class<P> type) {
      return type.cast(parameters);
    }

    @Override
    public Clock clock() {
      return clock;
    }

    @Override
    public long fence() {
      return fence;
    }

    @Override
    public void remember(String name, Object value) {
      memory.put(name, JSON.writeValueAsString(value));
    }

    @Override
    public <T> Optional<T> recall(String name, Class<T> type) {
      return Optional.ofNullable(memory.get(name)).map(json -> JSON.readValue(json, type));
    }

    @Override
    public Optional<Evidence> evidenceOf(String name) {
      return Optional.ofNullable(done.get(name));
    }

    @Override
    public void progress(double fraction, String line) {
      if (fraction < 0 || fraction > 1) {
        throw new IllegalArgumentException("fraction " + fraction);
      }
      lines.add(line);
    }

    @Override
    public void progress(double fraction, String line, Duration remaining) {
      progress(fraction, line);
    }

    @Override
    public void safePoint(String where) throws StopRequested {
      try {
        onSafePoint.passes(step, where);
      } catch (StopRequested | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void onStop(AutoCloseable stopper) {}

    @Override
    public void holds(String kind, String id) {
      held.add(new HeldResource(kind, id, step, fence));
    }

    @Override
    public void holds(ProcessHandle child) {}

    @Override
    public void found(Sighting sighting) {
      sightings.add(sighting);
    }

    @Override
    public void looksFor(String findingKind) {}
  }
}
