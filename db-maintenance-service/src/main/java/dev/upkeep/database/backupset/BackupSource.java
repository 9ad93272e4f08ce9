package dev.upkeep.database.backupset;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.system.BackupPolicy;
import dev.upkeep.system.database.TargetDatabase;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.secret.Secret;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A database that is backed up: what the system file says of it, and its backups.
 *
 * @param database the component
 * @param policy what the system file says of them
 * @param backups where they are kept
 */
public record BackupSource(TargetDatabase database, BackupPolicy policy, Backups backups) {

  /** The one that a run is about. */
  public static BackupSource of(TargetDatabases databases, TaskRunRef run) throws TargetProblem {
    TargetDatabase database = databases.of(run);
    BackupPolicy policy =
        database
            .component()
            .backup()
            .orElseThrow(
                () ->
                    TargetProblem.lasting(
                        "The system file does not say where backups of %s are kept."
                            .formatted(database.label()),
                        "Give the component a 'backup' with a 'folder'; docs/files.md has the"
                            + " keys"));
    Path folder = policy.folder().resolve(run.system()).resolve(run.component());
    return new BackupSource(database, policy, new Backups(new FolderTarget(folder)));
  }

  /** Works on backups; what stands in the way becomes the step's outcome. */
  public static StepOutcome work(TargetDatabases databases, StepContext context, Work work)
      throws Exception {
    try {
      return work.on(of(databases, context.run()));
    } catch (TargetProblem problem) {
      return problem.asOutcome();
    }
  }

  /** What is done with backups. */
  @FunctionalInterface
  public interface Work {
    StepOutcome on(BackupSource source) throws Exception;
  }

  public BackupTarget target() {
    return backups.target();
  }

  /** The public key for which backups are encrypted, if they are. */
  public Optional<String> recipient() {
    return policy.encryption().map(BackupPolicy.Encryption::recipient);
  }

  /** The private key, where the system file leads to one. */
  public Optional<Secret> identity() throws TargetProblem {
    var reference = policy.encryption().flatMap(BackupPolicy.Encryption::identity);
    return reference.isPresent()
        ? Optional.of(database.secret("identity", reference.get()))
        : Optional.empty();
  }

  /** Whose days, weeks and months count. */
  public ZoneId zone() {
    return database.component().datetimeZone().orElse(ZoneOffset.UTC);
  }
}
