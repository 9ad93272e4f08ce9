package dev.upkeep.chassis.run;

import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.events.TaskRunRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task run as it stands in its row.
 *
 * @param failures attempts that ended in a failure
 * @param crashes workers lost since the last step that ended
 * @param owner who holds it, or held it when it was lost
 * @param waited for persons, which does not count against its limit
 */
record TaskRun(
    TaskRunRef ref,
    Map<String, Object> parameters,
    String systemHash,
    Cause cause,
    Instant startBefore,
    Duration limit,
    @Nullable Integer stepsVersion,
    RunState state,
    int attempt,
    int failures,
    int crashes,
    @Nullable String owner,
    long fence,
    @Nullable Instant firstStartedAt,
    Duration waited,
    @Nullable CancelRequest cancel,
    @Nullable Failure failure,
    @Nullable Question question) {

  UUID id() {
    return ref.taskRunId();
  }

  /**
   * When it has used up its limit.
   *
   * @param now where it starts for the first time
   */
  Instant mustEndBy(Instant now) {
    return (firstStartedAt == null ? now : firstStartedAt).plus(limit).plus(waited);
  }

  Optional<CancelRequest> cancelRequest() {
    return Optional.ofNullable(cancel);
  }

  /** Somebody wants the run stopped. */
  record CancelRequest(String by, String reason) {}

  /**
   * Why a run fails or is cancelled: settled before anything is undone, so that a worker that takes
   * over goes on undoing.
   *
   * @param cancelledBy who asked, where the run is cancelled rather than failed
   */
  record Failure(String step, String reason, String remedy, @Nullable String cancelledBy) {}

  /** What an operator has to find out. */
  record Question(About about, String step, String reason, String question) {

    /** What the answer is applied to. */
    enum About {
      /** Whether the step's effect happened. */
      STEP,
      /** Whether what the step is about may be done. */
      APPROVAL,
      /** Whether the run may go on with another list of steps. */
      STEPS_VERSION,
      /** Whether it is worth trying again with another worker. */
      WORKERS
    }
  }
}
