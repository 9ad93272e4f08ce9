package dev.upkeep.database.testkit;

import dev.upkeep.events.Evidence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names of evidence as {@value #RESOURCE} lists them: whatever the tasks write in any test must
 * be there, because people are told of it in words.
 */
final class EvidenceNames {
  static final String RESOURCE = "/META-INF/upkeep/evidence.txt";

  private static final Set<String> LISTED = listed();

  private EvidenceNames() {}

  static void requireListed(String step, Evidence evidence) {
    evidence.values().forEach((name, value) -> requireListed(step, name, value));
  }

  private static void requireListed(String step, String name, Object value) {
    if (!LISTED.contains(name)) {
      throw new AssertionError(
          "step %s writes the evidence '%s'; add it to %s and to the words of notification-service"
              .formatted(step, name, RESOURCE));
    }
    // A map of maps is a table whose keys are data, such as the names of tables.
    Collection<?> rows =
        value instanceof Map<?, ?> map
            ? map.values()
            : value instanceof Collection<?> list ? list : Set.of();
    for (Object row : rows) {
      if (row instanceof Map<?, ?> columns) {
        columns.keySet().forEach(column -> requireListed(step, column.toString(), ""));
      }
    }
  }

  private static Set<String> listed() {
    try (InputStream in = EvidenceNames.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
