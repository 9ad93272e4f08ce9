package dev.upkeep.cli;

import dev.upkeep.events.catalogue.TaskCatalogue;
import dev.upkeep.scheduler.runbook.Configuration;
import dev.upkeep.scheduler.runbook.TaskKinds;
import dev.upkeep.system.yaml.FileProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    description = {
      "Checks systems and runbooks without a running platform: file, line, what is wrong, how to mend it.",
      "Exit code 1 if anything is wrong."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private static final String SYSTEMS = "systems";
  private static final String RUNBOOKS = "runbooks";

  @Mixin private PlatformOptions options = new PlatformOptions();
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE|FOLDER",
      description =
          "a folder that holds systems/ and runbooks/, or one file in either (default: beside the launcher)")
  private @Nullable Path what;

  @Override
  public Integer call() {
    Path root = root();
    Configuration found =
        Configuration.none().reread(root.resolve(SYSTEMS), root.resolve(RUNBOOKS), shippedTasks());
    List<FileProblem> problems =
        found.problems().stream().filter(problem -> isAskedFor(problem.file())).toList();
    Answer answer = new Answer(spec.commandLine().getOut(), options.json);
    if (!answer.asJson(Map.of("problems", problems))) {
      problems.forEach(problem -> answer.line(problem.toString()));
      answer.line(
          problems.isEmpty()
              ? "right: %s, %s"
                  .formatted(
                      counted(found.systems().size(), "system"),
                      counted(found.runbooks().size(), "runbook"))
              : counted(problems.size(), "problem"));
    }
    return problems.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static String counted(int number, String thing) {
    return number == 1 ? "1 " + thing : "%d %ss".formatted(number, thing);
  }

  /** The tasks that this build knows. */
  private static TaskKinds shippedTasks() {
    return TaskKinds.of(TaskCatalogue.shipped(CheckCommand.class.getClassLoader()).tasks());
  }

  /** The folder that holds both; for a file, the one two above it. */
  private Path root() {
    if (what == null) {
      return Path.of(System.getProperty("upkeep.root", "."));
    }
    Path path = what.toAbsolutePath().normalize();
    if (!Files.exists(path)) {
      throw new CommandFailed(ExitCode.USAGE, "there is no file or folder " + what);
    }
    Path folder = Files.isDirectory(path) ? path : parentOf(path);
    String name = String.valueOf(folder.getFileName());
    Path root = name.equals(SYSTEMS) || name.equals(RUNBOOKS) ? parentOf(folder) : folder;
    if (!Files.isDirectory(root.resolve(SYSTEMS)) && !Files.isDirectory(root.resolve(RUNBOOKS))) {
      throw new CommandFailed(
          ExitCode.USAGE,
          "%s holds neither %s/ nor %s/: a runbook can only be checked together with the system it is about"
              .formatted(root, SYSTEMS, RUNBOOKS));
    }
    return root;
  }

  private static Path parentOf(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  private boolean isAskedFor(String file) {
    return what == null
        || Files.isDirectory(what)
        || Path.of(file).getFileName().equals(what.getFileName());
  }
}
