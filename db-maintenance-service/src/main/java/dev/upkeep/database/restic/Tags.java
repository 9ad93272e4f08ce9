package dev.upkeep.database.restic;

import dev.upkeep.events.TaskRunRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is written on snapshots; {@code restic snapshots} shows it to anybody. */
public final class Tags {

  /** It was compared with the files that it was made of. */
  public static final String WHOLE = "whole";

  /** A restore test found it good. */
  public static final String PROVEN = "proven";

  /** A restore test found it to be of no use. */
  public static final String DAMAGED = "damaged";

  /** Key: the runbook run that it was made in; the database's backup of that run bears the same. */
  public static final String SET = "set";

  /** Key: the name of the database's backup that it makes a set with. */
  public static final String DATABASE_BACKUP = "database-backup";

  private static final String RUN = "run";

  private Tags() {}

  /** What tells the snapshots of one component from those of others. */
  static List<String> of(String system, String component) {
    return List.of("upkeep", "system=" + system, "component=" + component);
  }

  /** What tells the snapshot of one task run. */
  public static String ofRun(UUID taskRun) {
    return RUN + "=" + taskRun;
  }

  /** All that a new snapshot bears. */
  public static List<String> ofNew(TaskRunRef run, Optional<String> databaseBackup) {
    List<String> tags = new ArrayList<>(of(run.system(), run.component()));
    tags.add(ofRun(run.taskRunId()));
    tags.add(SET + "=" + run.runbookRunId());
    databaseBackup.ifPresent(name -> tags.add(DATABASE_BACKUP + "=" + name));
    return tags;
  }
}
