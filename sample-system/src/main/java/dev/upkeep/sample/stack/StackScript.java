package dev.upkeep.sample.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code sample-system/stack/run} with settings. */
final class StackScript {

  /** How a call ended, and all that it printed. */
  record End(int code, String output) {}

  private final Map<String, String> settings;

  private StackScript(Map<String, String> settings) {
    this.settings = Map.copyOf(settings);
  }

  static StackScript with(Map<String, String> settings) {
    return new StackScript(settings);
  }

  End run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(file().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(settings);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new End(process.waitFor(), output.strip());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + command, e);
    }
  }

  /** In the checkout that the current folder is in, however deep. */
  private static Path file() {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      Path script = folder.resolve("sample-system/stack/run");
      if (Files.isExecutable(script)) {
        return script;
      }
    }
    throw new IllegalStateException("No sample-system/stack/run above " + start);
  }
}
