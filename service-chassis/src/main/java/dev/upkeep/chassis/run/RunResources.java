package dev.upkeep.chassis.run;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What steps hold outside their process, until it is let go or ended. */
final class RunResources {
  private final JdbcClient jdbc;

  RunResources(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Notes a resource; the caller holds the run's row lock and has checked the fence. */
  void hold(TaskRun run, String step, String kind, String id) {
    jdbc.sql(
            """
            INSERT INTO run_resource (run_id, fence, step, kind, id) VALUES (:run, :fence, :step, :kind, :id)
            """)
        .param("run", run.id().toString())
        .param("fence", run.fence())
        .param("step", step)
        .param("kind", kind)
        .param("id", id)
        .update();
  }

  List<HeldResource> of(UUID run) {
    return jdbc.sql(
            "SELECT kind, id, step, fence FROM run_resource WHERE run_id = :run ORDER BY resource_id")
        .param("run", run.toString())
        .query(
            (row, index) ->
                new HeldResource(
                    row.getString("kind"),
                    row.getString("id"),
                    row.getString("step"),
                    row.getLong("fence")))
        .list();
  }

  /** The step has let go of what it held. */
  void letGo(TaskRun run, String step) {
    jdbc.sql("DELETE FROM run_resource WHERE run_id = :run AND step = :step")
        .param("run", run.id().toString())
        .param("step", step)
        .update();
  }

  /** All that the run held is confirmed gone. */
  void gone(TaskRun run) {
    jdbc.sql("DELETE FROM run_resource WHERE run_id = :run")
        .param("run", run.id().toString())
        .update();
  }
}
