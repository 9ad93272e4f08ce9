package dev.upkeep.scheduler.catalogue;

import dev.upkeep.events.TaskDescription;
import dev.upkeep.events.envelope.EventJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.core.type.TypeReference;

/** The tasks of the modules on the class path, which the build wrote down. */
final class ShippedTasks {

  static final String RESOURCE = "META-INF/upkeep/tasks.json";

  private ShippedTasks() {}

  /** All descriptions; none where no module with tasks is on the class path. */
  static List<TaskDescription> read(ClassLoader loader) {
    List<TaskDescription> tasks = new ArrayList<>();
    try {
      for (URL url : Collections.list(loader.getResources(RESOURCE))) {
        try (InputStream in = url.openStream()) {
          tasks.addAll(
              EventJson.mapper().readValue(in, new TypeReference<List<TaskDescription>>() {}));
        }
      }
      return tasks;
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " on the class path cannot be read", e);
    }
  }
}
