package dev.upkeep.database.filesbackup;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.amount.ByteSize;
import java.util.Optional;

/** Looks whether what is new will fit, even if none of it can be compressed. */
final class CheckFilesRoom implements LookingStep {

  private static final long RESERVE = 256L << 20;

  private final FileSets files;

  CheckFilesRoom(FileSets files) {
    this.files = files;
  }

  @Override
  public String name() {
    return "check-room";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return files.work(
        context,
        set ->
            judge(
                ReadSource.in(context).newBytes(),
                set.repository().free(),
                set.repository().place()));
  }

  /** Decides. */
  static StepOutcome judge(long fresh, Optional<Long> known, String place) {
    if (known.isEmpty()) {
      return StepOutcome.skipped("nobody knows how much room there is in " + place);
    }
    long free = known.get();
    long needed = fresh + RESERVE;
    return free < needed
        ? StepOutcome.failed(
            "%s has %s free, and the backup may need %s (%s are new, %s are kept free)."
                .formatted(
                    place,
                    ByteSize.print(free),
                    ByteSize.print(needed),
                    ByteSize.print(fresh),
                    ByteSize.print(RESERVE)),
            "Make room, keep fewer backups and run files.backup with 'prune: true', or name a"
                + " repository on another disk in the system file")
        : StepOutcome.done(Evidence.of("free-bytes", free).with("expected-bytes", fresh));
  }
}
