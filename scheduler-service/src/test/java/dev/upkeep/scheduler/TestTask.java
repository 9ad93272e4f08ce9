package dev.upkeep.scheduler;

import dev.upkeep.events.TaskDescription;
import dev.upkeep.events.TaskDescription.Access;
import java.util.List;
import java.util.Map;

/** The kinds of task that the runbooks of these tests name. */
final class TestTask {

  static final TaskDescription OPTIMIZE =
      new TaskDescription(
          "database.optimize",
          "Optimize a database",
          "database",
          Map.of(
              "type",
              "object",
              "additionalProperties",
              false,
              "properties",
              Map.of(
                  "share",
                  Map.of("type", "integer", "minimum", 1, "maximum", 100),
                  "note",
                  Map.of("type", "string"))),
          Access.WRITES,
          List.of("mariadb"),
          true,
          true);

  private TestTask() {}
}
