package dev.upkeep.standalone.demo;

import dev.upkeep.events.envelope.EventJson;
import dev.upkeep.standalone.LogFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./upkeep demo}: the main job, end to end, where one can watch it. */
@Command(
    name = "demo",
    description =
        "Starts the platform beside a sample document system, lets a weekly and a monthly database runbook fall"
            + " due, and shows what was done, proved and told.",
    footer = {
      "",
      "Exit codes: 0 everything was observed (with --fail: the failure was observed and told); 1 it was not;"
          + " 3 the platform did not start."
    },
    mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {
  private static final int OBSERVED = 0;
  private static final int NOT_OBSERVED = 1;
  private static final int DID_NOT_START = 3;

  @Option(names = "--once", description = "stop when everything was observed")
  private boolean once;

  @Option(
      names = "--fail",
      description = "spoil a precondition first, so that a task fails honestly and people are told")
  private boolean fail;

  @Option(
      names = "--json",
      description =
          "print the result as one JSON object on standard output, with --once at the end")
  private boolean json;

  @Option(
      names = "--data",
      description =
          "a folder for the demonstration, emptied first (default: demo in the data folder)")
  private @Nullable Path data;

  @Option(names = "--small", hidden = true, description = "a small sample, for training runs")
  private boolean small;

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs the demonstration; answers with its exit code. */
  public static int run(String... arguments) {
    return new CommandLine(new Demo()).execute(arguments);
  }

  @Override
  public Integer call() throws InterruptedException {
    Path folder = emptied(data == null ? dataFolder().resolve("demo") : data);
    LogFiles.into(folder.resolve("logs"));
    Terminal terminal = new Terminal(startOfProcess());
    DemoStage stage;
    try {
      stage = DemoStage.open(folder, small, terminal);
    } catch (RuntimeException e) {
      terminal.say("the demonstration did not start: " + e.getMessage());
      return DID_NOT_START;
    }
    Thread stop = Thread.ofPlatform().name("stop").unstarted(stage::close);
    Runtime.getRuntime().addShutdownHook(stop);
    DemoResult result = new DemoStory(stage, terminal).tell(fail);
    if (json) {
      System.out.println(EventJson.mapper().writeValueAsString(result));
    }
    if (!once) {
      terminal.blank();
      terminal.say(
          "stays up; in another terminal:  UPKEEP_DATA="
              + stage.platformFolder()
              + " ./upkeep runs");
      terminal.say("stop with Ctrl-C");
      new CountDownLatch(1).await();
    }
    Runtime.getRuntime().removeShutdownHook(stop);
    stage.close();
    return result.asExpected() ? OBSERVED : NOT_OBSERVED;
  }

  private static Path dataFolder() {
    String named = System.getenv("UPKEEP_DATA");
    return named == null ? Path.of(System.getProperty("upkeep.root", "."), "data") : Path.of(named);
  }

  private static long startOfProcess() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(Instant::toEpochMilli)
        .orElseGet(System::currentTimeMillis);
  }

  /** Only a folder that an earlier demonstration made is emptied: its mark is in it. */
  private static Path emptied(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    Path mark = path.resolve(".upkeep-demo");
    try {
      if (Files.exists(path) && !Files.exists(mark) && !isEmpty(path)) {
        throw new CommandLine.PicocliException(
            path
                + " holds something that is not a demonstration; name an empty folder with --data");
      }
      if (Files.exists(path)) {
        try (Stream<Path> files = Files.walk(path)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
      Files.createDirectories(path);
      Files.createFile(mark);
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot empty " + path, e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }
}
