package dev.upkeep.database.backupset;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupplace.BackupTarget;
import dev.upkeep.database.backupplace.BucketTarget;
import dev.upkeep.database.backupplace.FolderTarget;
import dev.upkeep.database.backupplace.PlaceProblem;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.system.BackupPlace;
import dev.upkeep.system.BackupPolicy;
import dev.upkeep.system.database.TargetDatabase;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.secret.Secret;
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
public record BackupSource(TargetDatabase database, BackupPolicy policy, Backups backups)
    implements AutoCloseable {

  /** No component's name has a dot. */
  private static final String LOGS = ".binary-logs";

  /** The one that a run is about; close it. */
  public static BackupSource of(TargetDatabases databases, TaskRunRef run) throws TargetProblem {
    return named(databases, run.system(), run.component());
  }

  /** A component of a system. */
  public static BackupSource named(TargetDatabases databases, String system, String component)
      throws TargetProblem {
    TargetDatabase database = databases.named(system, component);
    BackupPolicy policy =
        database
            .component()
            .backup()
            .orElseThrow(
                () ->
                    TargetProblem.lasting(
                        "The system file does not say where backups of %s are kept."
                            .formatted(database.label()),
                        "Give the component a 'backup' with a 'folder' or a 'bucket'; docs/files.md has the"
                            + " keys"));
    return new BackupSource(
        database, policy, new Backups(target(database, policy.place(), system, component)));
  }

  private static BackupTarget target(
      TargetDatabase database, BackupPlace place, String system, String component)
      throws TargetProblem {
    return switch (place) {
      case BackupPlace.Folder folder -> FolderTarget.of(folder.path(), system, component);
      case BackupPlace.Bucket bucket ->
          BucketTarget.of(
              bucket,
              database.secret("access-key", bucket.accessKey()),
              database.secret("secret-key", bucket.secretKey()),
              system,
              component);
    };
  }

  /** Works on backups; what stands in the way becomes the step's outcome. */
  public static StepOutcome work(TargetDatabases databases, StepContext context, Work work)
      throws Exception {
    try (BackupSource source = of(databases, context.run())) {
      return work.on(source);
    } catch (TargetProblem problem) {
      return problem.asOutcome();
    } catch (PlaceProblem problem) {
      return new StepOutcome.Failed(problem.reason(), problem.remedy(), problem.retryable());
    }
  }

  /** Looks before the first step; what stands in the way becomes the answer. */
  public static Precheck precheck(TargetDatabases databases, StepContext context, Look look)
      throws Exception {
    try (BackupSource source = of(databases, context.run())) {
      return look.at(source);
    } catch (TargetProblem problem) {
      return problem.asPrecheck();
    } catch (PlaceProblem problem) {
      return new Precheck.Fail(problem.reason(), problem.remedy(), problem.retryable());
    }
  }

  /** What is looked at. */
  @FunctionalInterface
  public interface Look {
    Precheck at(BackupSource source) throws Exception;
  }

  /** What is done with backups. */
  @FunctionalInterface
  public interface Work {
    StepOutcome on(BackupSource source) throws Exception;
  }

  /** Where copies of the server's binary logs are kept: beside the backups; close it. */
  public BackupTarget logTarget() throws TargetProblem {
    return target(database, policy.place(), database.system(), database.component().name() + LOGS);
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

  @Override
  public void close() {
    target().close();
  }
}
