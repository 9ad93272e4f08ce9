package dev.upkeep.database.filesbackup;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.catalogue.Described;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.database.TargetDatabases;
import org.springframework.stereotype.Component;

/** Backs files up. */
@Component
final class FilesBackupTask implements Task {

  private final FileSets files;
  private final TargetDatabases databases;

  FilesBackupTask(FileSets files, TargetDatabases databases) {
    this.files = files;
    this.databases = databases;
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new ReadSource(files))
        .then(new CheckFilesRoom(files))
        .then(new JoinSet(files, databases))
        .then(new WriteSnapshot(files))
        .then(new CompareSnapshot(files))
        .then(new CheckRepository(files))
        .then(new PublishSnapshot(files))
        .then(new ForgetSuperfluous(files))
        .then(new SumUpFiles());
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    return files.precheck(context, FilesBackupPrecheck::of);
  }

  @Override
  public TaskDescription description() {
    return Described.as("files.backup");
  }

  @Override
  public Class<? extends Record> parameters() {
    return FilesBackupParameters.class;
  }
}
