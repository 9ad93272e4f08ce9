package dev.upkeep.database.restoretest;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.Damage;
import dev.upkeep.database.backupset.Examination;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import java.time.Duration;
import java.util.List;

/** Reads every file against its checksum; what is damaged here need not be restored. */
final class ExamineFiles implements LookingStep {

  private static final String REMEMBERED = "damages";

  /** What is wrong with the files. */
  record Found(List<String> damages) {
    Found {
      damages = List.copyOf(damages);
    }
  }

  private final TargetDatabases databases;

  ExamineFiles(TargetDatabases databases) {
    this.databases = databases;
  }

  static List<String> damages(StepContext context) {
    return context.recall(REMEMBERED, Found.class).map(Found::damages).orElse(List.of());
  }

  @Override
  public String name() {
    return "examine-files";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return BackupSource.work(databases, context, source -> examine(context, source));
  }

  private static StepOutcome examine(StepContext context, BackupSource source) throws Exception {
    String name = ChooseBackup.in(context);
    Examination examination =
        Examination.of(
            source.target(),
            name,
            name,
            (file, fraction) -> {
              context.safePoint("before-file");
              context.progress(fraction, "reading " + file);
            });
    List<String> damages = examination.damages().stream().map(Damage::text).toList();
    context.remember(REMEMBERED, new Found(damages));
    return StepOutcome.done(
        Evidence.of("files-examined", examination.manifest().map(m -> m.files().size()).orElse(0))
            .with("damages", damages));
  }
}
