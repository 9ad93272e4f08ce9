package dev.upkeep.database.restic;

import dev.upkeep.chassis.observability.Masking;
import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.system.BackupPlace;
import dev.upkeep.system.FilesComponent;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.secret.ResolvedSecret;
import dev.upkeep.system.secret.Secret;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.secret.Secrets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * The files of all maintained systems, and how steps work on them. What goes wrong becomes the
 * step's outcome, in words for an operator.
 */
public final class FileSets {

  private final Function<String, Optional<MaintainedSystem>> systems;
  private final Secrets secrets;
  private final Path restic;

  /**
   * @param systems the systems in force, by name
   * @param restic the program
   */
  public FileSets(
      Function<String, Optional<MaintainedSystem>> systems, Secrets secrets, Path restic) {
    this.systems = systems;
    this.secrets = secrets;
    this.restic = restic;
  }

  /** What is done with files and their backups. */
  @FunctionalInterface
  public interface Work<T> {
    T on(FileSet files) throws Exception;
  }

  /** The files that a run is about. */
  public FileSet of(TaskRunRef run) throws TargetProblem {
    Optional<MaintainedSystem> system = systems.apply(run.system());
    if (system.isPresent()
        && system.get().component(run.component()).orElse(null) instanceof FilesComponent files) {
      FilesComponent.Repository kept = files.repository();
      return new FileSet(system.get(), files, repository(run, kept));
    }
    throw TargetProblem.lasting(
        "%s/%s is no component of files in a system in force here."
            .formatted(run.system(), run.component()),
        "Put the system file into this worker's systems folder");
  }

  private Repository repository(TaskRunRef run, FilesComponent.Repository kept)
      throws TargetProblem {
    Location location =
        switch (kept.place()) {
          case BackupPlace.Folder(Path folder) -> new Location.Folder(folder);
          case BackupPlace.Bucket bucket ->
              new Location.InBucket(
                  bucket,
                  secret(run, "access-key", bucket.accessKey()),
                  secret(run, "secret-key", bucket.secretKey()));
        };
    return new Repository(
        location, new Call(restic, location, secret(run, "password", kept.password())));
  }

  private Secret secret(TaskRunRef run, String what, SecretReference reference)
      throws TargetProblem {
    switch (secrets.resolve(reference)) {
      case ResolvedSecret.Found found -> {
        Masking.register(found.secret().reveal());
        return found.secret();
      }
      case ResolvedSecret.NotFound missing ->
          throw TargetProblem.lasting(
              "The %s of the repository of %s/%s: %s."
                  .formatted(what, run.system(), run.component(), missing.why()),
              missing.remedy());
    }
  }

  /** Works on files and backups. */
  public StepOutcome work(StepContext context, Work<StepOutcome> work) throws Exception {
    try {
      return work.on(of(context.run()));
    } catch (TargetProblem problem) {
      return problem.asOutcome();
    }
  }

  /**
   * Looks before the first step. The repository must be there and open with the password: none is
   * ever made here, because on a disk that is not mounted it would be made beside it.
   */
  public Precheck precheck(StepContext context, Work<Precheck> look) throws Exception {
    try {
      FileSet files = of(context.run());
      Optional<Precheck> unusable = files.repository().unusable();
      if (unusable.isPresent()) {
        return unusable.get();
      }
      files.snapshots(context);
      return look.on(files);
    } catch (TargetProblem problem) {
      return problem.asPrecheck();
    }
  }
}
