package dev.upkeep.chassis.task;

import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding;
import dev.upkeep.events.TaskRunRef;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** What a step can ask of the run it is part of. */
public interface StepContext {

  TaskRunRef run();

  /** The run's parameters, as the record that the task names. */
  <P extends Record> P parameters(Class<P> type);

  /** Time comes from here and nowhere else. */
  Clock clock();

  /**
   * Grows with every worker that takes the run over. A target that can remember it refuses a lower
   * one.
   */
  long fence();

  /**
   * Keeps a value for later steps and later attempts: written in the journal with the step's end,
   * as JSON. The last value under a name counts.
   */
  void remember(String name, Object value);

  /** What a step that is done remembered, or this step a moment ago. */
  <T> Optional<T> recall(String name, Class<T> type);

  /** The evidence of a step that is done; of {@code name/item} for a step on an item. */
  Optional<Evidence> evidenceOf(String step);

  /**
   * Says how far this step is.
   *
   * @param fraction of this step, 0 to 1
   * @param line what is happening, for people
   */
  void progress(double fraction, String line);

  /** As above, with the step's estimate of what remains. */
  void progress(double fraction, String line, Duration remaining);

  /**
   * A place where the step can be stopped without harm, such as between two batches. Also a sign of
   * life.
   *
   * @param where names the place in tests and in log lines
   * @throws StopRequested when the run was cancelled, has lost its lease, is over a limit, or the
   *     service stops; let it through. An {@link UnrepeatableStep} is not stopped by a cancellation
   *     or by the service's stop: it ends first.
   */
  void safePoint(String where) throws StopRequested;

  /**
   * Registers what ends the step's work from outside when it has to stop while it is blocked:
   * cancel a statement, close a connection, end a child process. Closed when the step ends; called
   * at most once.
   */
  void onStop(AutoCloseable stopper);

  /**
   * Notes, before it is used, something outside this process that would go on working if this
   * process died: a database connection, a command on another host. Whoever takes the run over ends
   * it and makes sure that it is gone before anything is repeated. The note is dropped when the
   * step ends as done, skipped or failed.
   *
   * @param kind which {@link dev.upkeep.chassis.run.Leftovers} can end it, as in {@code
   *     mariadb-connection}
   * @param id what it needs to find the resource again; never holds a secret
   * @throws StopRequested when the run was lost to another worker: the resource must not be used
   * @throws IllegalArgumentException if nothing in this service can end resources of this kind
   */
  void holds(String kind, String id) throws StopRequested;

  /** As above, for a child process that this step has started: ended by the chassis itself. */
  void holds(ProcessHandle child) throws StopRequested;

  /**
   * Reports something that looking brought to light. Kept when the step ends as done; a dry run
   * keeps none.
   */
  void found(Sighting sighting);

  /**
   * Says that this run looks for findings of this kind: those of the component that it does not
   * sight again are resolved when the run completes.
   */
  void looksFor(String findingKind);

  /**
   * Something that looking brought to light.
   *
   * @param kind what sort of thing, as in {@code database.no-primary-key}
   * @param subject what it is about within the component; with system, component and kind its
   *     identity
   */
  record Sighting(
      String kind,
      String subject,
      Finding.Severity severity,
      String title,
      String remedy,
      Evidence evidence) {}
}
