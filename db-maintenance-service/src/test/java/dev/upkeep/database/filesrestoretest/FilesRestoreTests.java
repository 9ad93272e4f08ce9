package dev.upkeep.database.filesrestoretest;

import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.database.sandbox.Sandboxes;
import org.jspecify.annotations.Nullable;

/** The task, for tests of other packages. */
public final class FilesRestoreTests {

  /** The newest backup. */
  public static final Record NEWEST = of((String) null);

  private FilesRestoreTests() {}

  public static Task of(FileSets files, Sandboxes sandboxes) {
    return new FilesRestoreTestTask(files, sandboxes);
  }

  /** A backup by its name. */
  public static Record of(@Nullable String snapshot) {
    return new FilesRestoreTestParameters(snapshot, "2gb");
  }
}
