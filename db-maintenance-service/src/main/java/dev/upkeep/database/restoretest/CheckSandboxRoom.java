package dev.upkeep.database.restoretest;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.ChosenBackup;
import dev.upkeep.database.backupset.KnownDamages;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.StoredBackup;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import java.util.Optional;

/** Looks whether the disk can hold the copy, before anything is restored. */
final class CheckSandboxRoom implements LookingStep {

  /** The server's own files and its log. */
  private static final long SERVER = 512L << 20;

  /** While a table's indexes are built there is more of it than afterwards. */
  private static final double WHILE_LOADING = 1.5;

  private final TargetDatabases databases;
  private final Sandboxes sandboxes;

  CheckSandboxRoom(TargetDatabases databases, Sandboxes sandboxes) {
    this.databases = databases;
    this.sandboxes = sandboxes;
  }

  @Override
  public String name() {
    return "check-sandbox-room";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    if (!KnownDamages.in(context).isEmpty()) {
      return StepOutcome.skipped("files are damaged; nothing is restored");
    }
    return BackupSource.work(
        databases,
        context,
        source -> {
          Optional<StoredBackup> backup = source.backups().named(ChosenBackup.in(context));
          return judge(
              backup.flatMap(StoredBackup::manifest).map(Manifest::databaseBytes).orElse(0L),
              sandboxes.free(),
              sandboxes.place());
        });
  }

  /** Decides. */
  static StepOutcome judge(long database, long free, String place) {
    long needed = (long) (database * WHILE_LOADING) + SERVER;
    return free < needed
        ? StepOutcome.failed(
            "The disk of %s has %,d MB free, and the copy needs %,d MB."
                .formatted(place, free >> 20, needed >> 20),
            "Make room, or set upkeep.sandbox.folder to a folder on a larger disk; the backup was"
                + " not tested")
        : StepOutcome.done(Evidence.of("free-bytes", free).with("needed-bytes", needed));
  }
}
