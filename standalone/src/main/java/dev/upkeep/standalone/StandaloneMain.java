package dev.upkeep.standalone;

import dev.upkeep.embedded.DataFolderInUseException;
import dev.upkeep.embedded.ServerDidNotStartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./upkeep up}: runs the platform until it is told to stop. Has no logger of its own, and is
 * where the JVM begins: where log lines go is decided here, before the first logger is made.
 */
@Command(
    name = "up",
    description = "Runs the platform on this machine until it gets SIGTERM.",
    mixinStandardHelpOptions = true)
public final class StandaloneMain implements Callable<Integer> {
  private static final int DID_NOT_START = 3;

  @Option(names = "--data", required = true, description = "the data folder")
  private Path data;

  @Option(names = "--systems", description = "the folder of system files")
  private @Nullable Path systems;

  @Option(names = "--runbooks", description = "the folder of runbooks")
  private @Nullable Path runbooks;

  @Option(
      names = "--settings",
      description =
          "a properties file, see docs/settings.md (default: upkeep.properties, where there is one)")
  private @Nullable Path settingsFile;

  private StandaloneMain() {
    data = Path.of("data");
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StandaloneMain()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    Path root = Path.of(System.getProperty("upkeep.root", "."));
    LogFiles.into(data.resolve("logs"));
    CountDownLatch stopped = new CountDownLatch(1);
    Standalone platform;
    try {
      platform =
          Standalone.start(
              new StandaloneSettings(
                  data,
                  systems == null ? root.resolve("systems") : systems,
                  runbooks == null ? root.resolve("runbooks") : runbooks,
                  properties(root)),
              line -> System.out.println("upkeep: " + line));
    } catch (DataFolderInUseException | ServerDidNotStartException e) {
      System.err.println("upkeep: " + e.getMessage());
      return DID_NOT_START;
    }
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(
                    () -> {
                      platform.close();
                      stopped.countDown();
                    }));
    System.out.println("upkeep: ready; data in " + data);
    stopped.await();
    return 0;
  }

  private Map<String, String> properties(Path root) {
    Path file = settingsFile == null ? root.resolve("upkeep.properties") : settingsFile;
    Map<String, String> settings = new HashMap<>();
    if (Files.exists(file)) {
      Properties read = new Properties();
      try (var reader = Files.newBufferedReader(file)) {
        read.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read the settings " + file, e);
      }
      read.forEach((name, value) -> settings.put((String) name, (String) value));
    }
    return settings;
  }
}
