package dev.upkeep.database.filesbackup;

import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.system.database.TargetDatabases;

/** The task, for tests of other packages. */
public final class FilesBackups {

  /** As described. */
  public static final Record USUAL = new FilesBackupParameters(false);

  /** Frees room, too. */
  public static final Record PRUNING = new FilesBackupParameters(true);

  private FilesBackups() {}

  public static Task of(FileSets files, TargetDatabases databases) {
    return new FilesBackupTask(files, databases);
  }
}
