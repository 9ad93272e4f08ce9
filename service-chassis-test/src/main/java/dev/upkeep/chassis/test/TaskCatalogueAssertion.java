package dev.upkeep.chassis.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.Task;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.events.catalogue.TaskCatalogue;
import dev.upkeep.events.envelope.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds a worker module's shipped catalogue, {@value TaskCatalogue#RESOURCE}, against what its
 * tasks say of themselves. With {@code -Dupkeep.docs.write=true} it writes the file instead.
 */
public final class TaskCatalogueAssertion {
  private static final JsonMapper PRETTY =
      EventJson.mapper()
          .rebuild()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();
  private static final Path FILE = Path.of("src/main/resources", TaskCatalogue.RESOURCE);

  private TaskCatalogueAssertion() {}

  /** The module's file describes exactly these tasks. */
  public static void assertShipped(List<? extends Task> tasks) {
    List<TaskDescription> described =
        tasks.stream()
            .map(Task::description)
            .sorted(Comparator.comparing(TaskDescription::kind))
            .toList();
    if (Boolean.getBoolean("upkeep.docs.write")) {
      write(described);
    }
    assertThat(read())
        .as("%s; run the tests with -Dupkeep.docs.write=true to write it", FILE)
        .isEqualTo(canonical(described));
  }

  private static Map<String, Object> canonical(List<TaskDescription> described) {
    Map<String, Object> byKind = new TreeMap<>();
    described.forEach(task -> byKind.put(task.kind(), PRETTY.valueToTree(task)));
    return byKind;
  }

  private static Map<String, Object> read() {
    if (!Files.exists(FILE)) {
      return new TreeMap<>();
    }
    return canonical(
        PRETTY.readValue(FILE.toFile(), new TypeReference<List<TaskDescription>>() {}));
  }

  private static void write(List<TaskDescription> described) {
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, PRETTY.writeValueAsString(described) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + FILE, e);
    }
  }
}
