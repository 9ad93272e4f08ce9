package dev.upkeep.chassis.run;

import java.util.Optional;
import java.util.UUID;

/**
 * Which worker holds a run, written so that a later process on the same host can tell whether it is
 * still alive.
 *
 * @param instance the service instance's name, for people
 * @param process the worker's process
 * @param nonce tells two workers of one process apart
 */
record WorkerIdentity(String instance, ProcessMark process, String nonce) {

  static WorkerIdentity ofThisProcess(String instance) {
    return new WorkerIdentity(
        instance.replace('|', '_'),
        ProcessMark.of(ProcessHandle.current().pid()),
        UUID.randomUUID().toString().substring(0, 8));
  }

  /** As it stands in {@code task_run.owner}. */
  String text() {
    return String.join("|", instance, process.text(), nonce);
  }

  static Optional<WorkerIdentity> read(String text) {
    String[] parts = text.split("\\|", -1);
    return parts.length == 3
        ? ProcessMark.read(parts[1]).map(process -> new WorkerIdentity(parts[0], process, parts[2]))
        : Optional.empty();
  }

  /** Whether it is certain that this worker's process is gone: it ran here and is no more. */
  boolean isSurelyDead() {
    return process.isOfThisHost() && !process.isAlive();
  }
}
