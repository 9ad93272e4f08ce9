package dev.upkeep.benchmarks.slowlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rival: pt-query-digest of Percona Toolkit. */
final class QueryDigest {

  private final Path program;

  private QueryDigest(Path program) {
    this.program = program;
  }

  /** As installed, or at a named place. */
  static Optional<QueryDigest> find(Optional<Path> named) {
    return named
        .or(
            () ->
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                    .map(folder -> Path.of(folder, "pt-query-digest"))
                    .filter(Files::isRegularFile)
                    .findFirst())
        .filter(Files::isRegularFile)
        .map(QueryDigest::new);
  }

  /** What it counts: calls by class. */
  Map<String, Long> read(Path log, Path output) {
    try {
      Process process =
          new ProcessBuilder(
                  "perl",
                  program.toString(),
                  "--no-version-check",
                  "--limit",
                  "100%",
                  "--output",
                  "json",
                  log.toString())
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(program + " ended with " + process.exitValue());
      }
      return classes(Files.readString(output, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Map<String, Long> classes(String json) {
    Map<String, Long> classes = new TreeMap<>();
    for (JsonNode one : JsonMapper.shared().readTree(json).path("classes")) {
      classes.put(one.path("fingerprint").asString(), one.path("query_count").asLong());
    }
    return classes;
  }
}
