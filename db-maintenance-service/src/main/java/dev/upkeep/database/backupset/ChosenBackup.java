package dev.upkeep.database.backupset;

import dev.upkeep.chassis.task.StepContext;

/**
 * Which backup a run is about; whoever takes the run over goes on with the same.
 *
 * @param name of the backup
 */
public record ChosenBackup(String name) {

  private static final String REMEMBERED = "backup";

  /** Settles it. */
  public static void remember(StepContext context, String name) {
    context.remember(REMEMBERED, new ChosenBackup(name));
  }

  /** Its name, once an earlier step has settled it. */
  public static String in(StepContext context) {
    return context.recall(REMEMBERED, ChosenBackup.class).orElseThrow().name();
  }
}
