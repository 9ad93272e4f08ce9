package dev.upkeep.scheduler.catalogue;

import dev.upkeep.events.TaskDescription;
import dev.upkeep.events.envelope.EventJson;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tasks that services announced, in {@code known_task}. */
@Repository
class KnownTasks {

  private final JdbcClient jdbc;

  KnownTasks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void put(TaskDescription task) {
    jdbc.sql(
            """
            INSERT INTO known_task (kind, description)
            VALUES (:kind, :description)
            ON DUPLICATE KEY UPDATE description = VALUES(description)
            """)
        .param("kind", task.kind())
        .param("description", EventJson.mapper().writeValueAsString(task))
        .update();
  }

  List<TaskDescription> all() {
    return jdbc.sql("SELECT description FROM known_task").query(String.class).list().stream()
        .map(json -> EventJson.mapper().readValue(json, TaskDescription.class))
        .toList();
  }
}
