package dev.upkeep.events.catalogue;

import dev.upkeep.events.TaskDescription;
import dev.upkeep.events.envelope.EventJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * The tasks that the modules on the class path know. Each worker module ships {@value #RESOURCE}, a
 * JSON array of {@link TaskDescription}s; the command line reads them to check runbooks without a
 * running platform. A running platform announces the same descriptions on {@code upkeep.catalogue}.
 */
public final class TaskCatalogue {
  public static final String RESOURCE = "META-INF/upkeep/tasks.json";

  private static final TypeReference<List<TaskDescription>> DESCRIPTIONS = new TypeReference<>() {};

  private final SortedMap<String, TaskDescription> byKind;

  private TaskCatalogue(SortedMap<String, TaskDescription> byKind) {
    this.byKind = Collections.unmodifiableSortedMap(byKind);
  }

  /**
   * Reads every {@value #RESOURCE} that a class loader finds; none is an empty catalogue.
   *
   * @throws IllegalStateException if a file is not what a build writes, or two files describe one
   *     kind of task differently; the message names the file
   * @throws UncheckedIOException if a file cannot be read
   */
  public static TaskCatalogue shipped(ClassLoader loader) {
    SortedMap<String, TaskDescription> byKind = new TreeMap<>();
    try {
      for (URL file : Collections.list(loader.getResources(RESOURCE))) {
        for (TaskDescription task : read(file)) {
          TaskDescription other = byKind.putIfAbsent(task.kind(), task);
          if (other != null && !other.equals(task)) {
            throw new IllegalStateException(
                "%s describes the task '%s' differently from another module: build them together, and give two tasks two names"
                    .formatted(file, task.kind()));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the task catalogue could not be read", e);
    }
    return new TaskCatalogue(byKind);
  }

  /** Every task, by kind in alphabetical order. */
  public Collection<TaskDescription> tasks() {
    return byKind.values();
  }

  public Optional<TaskDescription> describe(String kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  private static List<TaskDescription> read(URL file) throws IOException {
    try (InputStream json = file.openStream()) {
      List<TaskDescription> tasks = EventJson.mapper().readValue(json, DESCRIPTIONS);
      if (tasks == null) {
        throw new IllegalArgumentException("it holds null");
      }
      EventJson.requireComplete(tasks);
      return tasks;
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "%s is not a JSON array of task descriptions: build the module again".formatted(file), e);
    }
  }
}
