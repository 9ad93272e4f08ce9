package dev.upkeep.database.filesrestoretest;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.catalogue.Described;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.events.TaskDescription;
import org.springframework.stereotype.Component;

/** Proves a backup of files by restoring it. */
@Component
final class FilesRestoreTestTask implements Task {

  private final FileSets files;
  private final Sandboxes sandboxes;

  FilesRestoreTestTask(FileSets files, Sandboxes sandboxes) {
    this.files = files;
    this.sandboxes = sandboxes;
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new ChooseSnapshot(files))
        .then(new ExamineRepository(files))
        .then(new CheckFolderRoom(files, sandboxes))
        .then(new RestoreIntoFolder(files, sandboxes))
        .then(new MarkSnapshot(files))
        .then(new RefuseDamagedFiles());
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    return files.precheck(context, _ -> Precheck.go());
  }

  @Override
  public TaskDescription description() {
    return Described.as("files.restore-test");
  }

  @Override
  public Class<? extends Record> parameters() {
    return FilesRestoreTestParameters.class;
  }
}
