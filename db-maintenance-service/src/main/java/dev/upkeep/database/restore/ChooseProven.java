package dev.upkeep.database.restore;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.ChosenBackup;
import dev.upkeep.database.backupset.Examination;
import dev.upkeep.database.backupset.StoredBackup;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses the backup and reads it from end to end, before anything is written anywhere. */
final class ChooseProven implements LookingStep {

  private final TargetDatabases databases;

  ChooseProven(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "choose-backup";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return BackupSource.work(databases, context, source -> choose(context, source));
  }

  private static StepOutcome choose(StepContext context, BackupSource source) throws Exception {
    List<StoredBackup> all = source.backups().all();
    RestoreParameters parameters = context.parameters(RestoreParameters.class);
    String wanted = parameters.backup();
    Optional<Instant> until = parameters.untilInstant();
    Optional<StoredBackup> chosen =
        all.reversed().stream()
            .filter(b -> wanted == null ? b.isProven() : b.name().equals(wanted))
            .filter(b -> until.isEmpty() || !b.takenAt().isAfter(until.get()))
            .findFirst();
    if (chosen.isEmpty()) {
      return StepOutcome.failed(
          wanted == null
              ? "No backup in %s%s was proven by a restore test."
                  .formatted(source.target().place(), before(until))
              : "There is no backup '%s' in %s%s."
                  .formatted(wanted, source.target().place(), before(until)),
          "Run database.restore-test, or name one under 'backup': "
              + all.reversed().stream()
                  .limit(3)
                  .map(StoredBackup::name)
                  .collect(Collectors.joining(", ")));
    }
    String name = chosen.get().name();
    Examination examination =
        Examination.of(source.target(), name, name, Examination.Pace.of(context, "reading"));
    if (!examination.damages().isEmpty()) {
      return StepOutcome.failed(
          "The backup %s is damaged: %s."
              .formatted(name, String.join("; ", examination.complaints())),
          "Name another under 'backup'; each file of a table can be restored alone, RESTORE.txt"
              + " says how");
    }
    ChosenBackup.remember(context, name);
    return StepOutcome.done(
        Evidence.of("backup", name)
            .with("snapshot-at", chosen.get().takenAt())
            .with("proven", chosen.get().isProven()));
  }

  private static String before(Optional<Instant> until) {
    return until.map(instant -> " from before " + instant).orElse("");
  }
}
