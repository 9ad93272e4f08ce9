package dev.upkeep.database.backupset;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.database.backupplace.BackupTarget;
import java.io.IOException;
import java.util.List;

/**
 * What the run has found wrong with a backup's files, for its later steps.
 *
 * @param damages each on one line
 */
public record KnownDamages(List<String> damages) {

  private static final String REMEMBERED = "damages";

  public KnownDamages {
    damages = List.copyOf(damages);
  }

  /** Examines a backup and remembers what is wrong with it. */
  public static Examination examine(StepContext context, BackupTarget target, String backup)
      throws IOException, StopRequested {
    Examination examination =
        Examination.of(target, backup, backup, Examination.Pace.of(context, "reading"));
    context.remember(REMEMBERED, new KnownDamages(examination.complaints()));
    return examination;
  }

  /** What was found; nothing if nothing was. */
  public static List<String> in(StepContext context) {
    return context
        .recall(REMEMBERED, KnownDamages.class)
        .map(KnownDamages::damages)
        .orElse(List.of());
  }
}
