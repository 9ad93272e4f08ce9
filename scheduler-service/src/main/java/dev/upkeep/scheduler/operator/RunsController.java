package dev.upkeep.scheduler.operator;

import dev.upkeep.events.MaintenanceResolved;
import dev.upkeep.scheduler.flow.RunState;
import dev.upkeep.scheduler.flow.RunView;
import dev.upkeep.scheduler.flow.Runs;
import dev.upkeep.scheduler.flow.Verdict;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Runs as operators see them, and the verbs on them: cancel, run again, resolve. */
@RestController
@RequestMapping("/api/v1/runs")
class RunsController {

  private static final Logger log = LoggerFactory.getLogger(RunsController.class);
  private static final int MOST = 1000;
  private static final int LONGEST_REASON = 500;

  private final Runs runs;
  private final Reruns reruns;

  RunsController(Runs runs, Reruns reruns) {
    this.runs = runs;
    this.reruns = reruns;
  }

  record Listed(List<RunView> runs) {}

  /** Why an operator wants something done; kept on record. */
  record Wish(@Nullable String reason) {}

  /**
   * What a person found out.
   *
   * @param reason what was seen; kept on record
   */
  record Resolution(MaintenanceResolved.@Nullable Answer answer, @Nullable String reason) {}

  /**
   * The wish is being fulfilled.
   *
   * @param runbookRunId the run it is fulfilled with: a new one where a run is taken up again
   */
  record Accepted(UUID runbookRunId) {}

  @GetMapping
  Listed runs(
      @RequestParam(required = false) @Nullable RunState state,
      @RequestParam(defaultValue = "50") int limit) {
    return new Listed(runs.latest(state, Math.clamp(limit, 1, MOST)));
  }

  @GetMapping("/{run}")
  RunView run(@PathVariable UUID run) {
    return runs.find(run).orElseThrow(() -> unknown(run));
  }

  @PostMapping("/{run}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Accepted cancel(@PathVariable UUID run, @RequestBody Wish wish, Principal person) {
    String reason = required(wish.reason());
    return told(run, "cancel", person, reason, runs.cancel(run, by(person), reason));
  }

  @PostMapping("/{run}/rerun")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Accepted rerun(@PathVariable UUID run, @RequestBody Wish wish, Principal person) {
    String reason = required(wish.reason());
    return told(run, "rerun", person, reason, reruns.rerun(run, by(person), reason));
  }

  @PostMapping("/{run}/tasks/{task}/resolve")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Accepted resolve(
      @PathVariable UUID run,
      @PathVariable String task,
      @RequestBody Resolution found,
      Principal person) {
    String reason = required(found.reason());
    MaintenanceResolved.Answer answer = found.answer();
    if (answer == null) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "'answer' is missing: HAPPENED, DID_NOT_HAPPEN or REPEAT");
    }
    return told(
        run,
        "resolve " + answer,
        person,
        reason,
        runs.resolve(run, task, answer, by(person), reason));
  }

  private static Accepted told(
      UUID run, String verb, Principal person, String reason, Verdict verdict) {
    log.info("{} of run {} by {} ({}): {}", verb, run, person.getName(), reason, verdict);
    return switch (verdict) {
      case Verdict.Accepted(UUID with) -> new Accepted(with);
      case Verdict.Refused(String why) ->
          throw new ResponseStatusException(HttpStatus.CONFLICT, why);
      case Verdict.Unknown() -> throw unknown(run);
    };
  }

  private static String by(Principal person) {
    return "person:" + person.getName();
  }

  private static String required(@Nullable String reason) {
    if (reason == null || reason.isBlank()) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "'reason' is missing: say why, for the record");
    }
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
  }

  static ResponseStatusException unknown(UUID run) {
    return new ResponseStatusException(HttpStatus.NOT_FOUND, "there is no run " + run);
  }
}
