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
   * @throws StopRequested when the run was cancelled, has lost its lease, or is over a limit; let
   *     it through
   */
  void safePoint(String where) throws StopRequested;

  /**
   * Registers what ends the step's work from outside when it has to stop while it is blocked:
   * cancel a statement, close a connection, end a child process. Closed when the step ends; called
   * at most once.
   */
  void onStop(AutoCloseable stopper);

  /** Reports something that looking brought to light. */
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
