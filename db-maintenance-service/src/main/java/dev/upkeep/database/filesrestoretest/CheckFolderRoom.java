package dev.upkeep.database.filesrestoretest;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.amount.ByteSize;

/** Looks whether the disk can hold the copy, before anything is restored. */
final class CheckFolderRoom implements LookingStep {

  private static final long RESERVE = 256L << 20;

  private final FileSets files;
  private final Sandboxes sandboxes;

  CheckFolderRoom(FileSets files, Sandboxes sandboxes) {
    this.files = files;
    this.sandboxes = sandboxes;
  }

  @Override
  public String name() {
    return "check-sandbox-room";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return files.work(
        context,
        _ -> judge(ExamineRepository.in(context).bytes(), sandboxes.free(), sandboxes.place()));
  }

  /** Decides. Holes in sparse files are written out, so their whole length counts. */
  static StepOutcome judge(long bytes, long free, String place) {
    long needed = bytes + RESERVE;
    return free < needed
        ? StepOutcome.failed(
            "The disk of %s has %s free, and the copy needs %s."
                .formatted(place, ByteSize.print(free), ByteSize.print(needed)),
            "Make room, or set upkeep.sandbox.folder to a folder on a larger disk; the backup was"
                + " not tested")
        : StepOutcome.done(Evidence.of("free-bytes", free).with("needed-bytes", needed));
  }
}
