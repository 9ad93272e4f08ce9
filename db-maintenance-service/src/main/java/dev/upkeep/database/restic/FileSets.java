package dev.upkeep.database.restic;

import dev.upkeep.chassis.observability.Masking;
import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.system.FilesComponent;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.secret.ResolvedSecret;
import dev.upkeep.system.secret.Secret;
import dev.upkeep.system.secret.Secrets;
import java.nio.file.Files;
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
      return new FileSet(
          system.get(),
          files,
          new Repository(kept.folder(), new Call(restic, kept.folder(), password(run, kept))));
    }
    throw TargetProblem.lasting(
        "%s/%s is no component of files in a system in force here."
            .formatted(run.system(), run.component()),
        "Put the system file into this worker's systems folder");
  }

  private Secret password(TaskRunRef run, FilesComponent.Repository kept) throws TargetProblem {
    switch (secrets.resolve(kept.password())) {
      case ResolvedSecret.Found found -> {
        Masking.register(found.secret().reveal());
        return found.secret();
      }
      case ResolvedSecret.NotFound missing ->
          throw TargetProblem.lasting(
              "The password of the repository of %s/%s: %s."
                  .formatted(run.system(), run.component(), missing.why()),
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
      Path folder = files.component().repository().folder();
      if (!Files.isRegularFile(folder.resolve("config"))) {
        return Precheck.fail(
            "There is no repository of restic in %s.".formatted(folder),
            Repository.missingRemedy(folder));
      }
      if (!Files.isWritable(folder)) {
        return Precheck.fail(
            "The repository %s cannot be written.".formatted(folder),
            "Give it to the account of this service (%s)"
                .formatted(System.getProperty("user.name")));
      }
      files.snapshots(context);
      return look.on(files);
    } catch (TargetProblem problem) {
      return problem.asPrecheck();
    }
  }
}
