package dev.upkeep.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.test.TaskResult;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.RunReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of evidence as {@value #RESOURCE} lists them: whatever a task writes must be there,
 * because people are told of it in words.
 */
public final class EvidenceNames {
  static final String RESOURCE = "/META-INF/upkeep/evidence.txt";

  private EvidenceNames() {}

  /** Every name in the report of a run is in the list. */
  public static void assertListed(RunReport report) {
    Set<String> written = new TreeSet<>();
    collect(report.evidence(), written);
    report.steps().forEach(step -> collect(step.evidence(), written));
    assertThat(listed())
        .as("%s, and the words of notification-service", RESOURCE)
        .containsAll(written);
  }

  /** The result of a completed run whose names are all listed. */
  public static TaskResult listed(TaskResult result) {
    assertListed(result.completed().report());
    return result;
  }

  private static void collect(Evidence evidence, Set<String> written) {
    evidence
        .values()
        .forEach(
            (name, value) -> {
              written.add(name);
              // A map of maps is a table whose keys are data, such as the names of containers.
              Collection<?> rows =
                  value instanceof Map<?, ?> map
                      ? map.values()
                      : value instanceof Collection<?> list ? list : Set.of();
              for (Object row : rows) {
                if (row instanceof Map<?, ?> columns) {
                  columns.keySet().forEach(column -> written.add(column.toString()));
                }
              }
            });
  }

  private static Set<String> listed() {
    try (InputStream in = EvidenceNames.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing");
      }
      Set<String> names = new TreeSet<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(names::add);
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
