package dev.upkeep.scheduler.operator;

import dev.upkeep.chassis.web.Needs;
import dev.upkeep.chassis.web.Problems;
import dev.upkeep.chassis.web.Reason;
import dev.upkeep.chassis.web.Role;
import dev.upkeep.events.MaintenanceResolved;
import dev.upkeep.scheduler.flow.RunState;
import dev.upkeep.scheduler.flow.RunView;
import dev.upkeep.scheduler.flow.Runs;
import dev.upkeep.scheduler.flow.Verdict;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Runs as operators see them, and the verbs on them: cancel, run again, resolve. */
@RestController
class RunsController {

  private static final int MOST = 1000;

  private final Runs runs;
  private final Steering steering;

  RunsController(Runs runs, Steering steering) {
    this.runs = runs;
    this.steering = steering;
  }

  record Listed(List<RunView> runs) {}

  /**
   * What a person found out.
   *
   * @param reason what was seen
   */
  record Resolution(MaintenanceResolved.@Nullable Answer answer, @Nullable String reason) {}

  /**
   * The wish is being fulfilled.
   *
   * @param runbookRunId the run it is fulfilled with: a new one where a run is taken up again
   */
  record Accepted(UUID runbookRunId) {}

  @Needs(Role.VIEWER)
  @GetMapping("/api/v1/runs")
  Listed runs(
      @RequestParam(required = false) @Nullable RunState state,
      @RequestParam(defaultValue = "50") int limit) {
    return new Listed(runs.latest(state, Math.clamp(limit, 1, MOST)));
  }

  @Needs(Role.VIEWER)
  @GetMapping("/api/v1/runs/{id}")
  RunView run(@PathVariable UUID id) {
    return runs.find(id).orElseThrow(() -> unknown(id));
  }

  @Needs(Role.OPERATOR)
  @PostMapping("/api/v1/runs/{id}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Accepted cancel(@PathVariable UUID id, @RequestBody Reason reason, Principal person) {
    return told(id, steering.cancel(id, person.getName(), reason.required()));
  }

  @Needs(Role.OPERATOR)
  @PostMapping("/api/v1/runs/{id}/rerun")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Accepted rerun(@PathVariable UUID id, @RequestBody Reason reason, Principal person) {
    return told(id, steering.rerun(id, person.getName(), reason.required()));
  }

  @Needs(Role.OPERATOR)
  @PostMapping("/api/v1/runs/{id}/tasks/{task}/resolve")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Accepted resolve(
      @PathVariable UUID id,
      @PathVariable String task,
      @RequestBody Resolution found,
      Principal person) {
    String reason = new Reason(found.reason()).required();
    MaintenanceResolved.Answer answer = found.answer();
    if (answer == null) {
      throw Problems.badRequest("'answer' is missing: HAPPENED, DID_NOT_HAPPEN or REPEAT");
    }
    return told(id, steering.resolve(id, task, answer, person.getName(), reason));
  }

  private static Accepted told(UUID run, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted(UUID with) -> new Accepted(with);
      case Verdict.Refused(String why) -> throw Problems.conflict(why);
      case Verdict.Unknown() -> throw unknown(run);
    };
  }

  static RuntimeException unknown(UUID run) {
    return Problems.notFound("there is no run " + run);
  }
}
