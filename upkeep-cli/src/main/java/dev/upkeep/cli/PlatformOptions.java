package dev.upkeep.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * Where the platform is and how to answer: the options that every command has. On a command with
 * verbs they may stand before or after the verb.
 */
final class PlatformOptions {
  @Option(
      names = "--data",
      scope = ScopeType.INHERIT,
      paramLabel = "FOLDER",
      description =
          "the platform's data folder (default: UPKEEP_DATA, or data/ beside the launcher)")
  @Nullable Path data;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "answer with JSON on standard output")
  boolean json;

  Platform platform() {
    return Platform.in(folder());
  }

  Path folder() {
    if (data != null) {
      return data;
    }
    String named = System.getProperty("upkeep.data", System.getenv("UPKEEP_DATA"));
    return Path.of(named == null ? "data" : named);
  }
}
