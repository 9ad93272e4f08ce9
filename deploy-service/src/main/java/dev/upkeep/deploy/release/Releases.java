package dev.upkeep.deploy.release;

import dev.upkeep.chassis.task.StepContext;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The releases that were live, of the service's own tables. */
@Component
public class Releases {

  private final JdbcClient jdbc;

  public Releases(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A release with when it became live.
   *
   * @param environmentHash of the variables that it had then
   */
  public record Recorded(
      String id, String image, String imageId, String environmentHash, Instant liveSince) {}

  /** All of a service's, the latest first; one that was live twice is there once. */
  public List<Recorded> of(StepContext context, String service) {
    return jdbc.sql(
            """
            SELECT r.release_id, r.image, r.image_id, r.environment_hash,
                   MAX(a.live_since) AS since, MAX(a.activation_id) AS latest
              FROM release_activation a
              JOIN deploy_release r ON r.release_id = a.release_id
             WHERE a.system_name = :system AND a.component = :component AND a.service = :service
             GROUP BY r.release_id, r.image, r.image_id, r.environment_hash
             ORDER BY latest DESC
            """)
        .param("system", context.run().system())
        .param("component", context.run().component())
        .param("service", service)
        .query(
            (row, number) ->
                new Recorded(
                    row.getString("release_id"),
                    row.getString("image"),
                    row.getString("image_id"),
                    row.getString("environment_hash"),
                    row.getObject("since", LocalDateTime.class).toInstant(ZoneOffset.UTC)))
        .list();
  }

  /**
   * The last one whose image is another than the live one's.
   *
   * @param liveImageId of the image that is live
   */
  public Optional<Recorded> before(StepContext context, String service, String liveImageId) {
    return of(context, service).stream()
        .filter(release -> !release.imageId().equals(liveImageId))
        .findFirst();
  }

  /**
   * Records that it is live now; once for each run and role, however often this is called.
   *
   * @param role {@code before} or {@code after} the run
   */
  public void live(StepContext context, String service, String role, Release release) {
    jdbc.sql(
            """
            INSERT IGNORE INTO deploy_release
              (release_id, image, image_id, environment_hash, nginx_hash)
            VALUES (:id, :image, :imageId, :environment, :nginx)
            """)
        .param("id", release.id())
        .param("image", release.image())
        .param("imageId", release.imageId())
        .param("environment", release.environmentHash())
        .param("nginx", release.nginxHash())
        .update();
    jdbc.sql(
            """
            INSERT IGNORE INTO release_activation
              (system_name, component, service, release_id, live_since, run_id, role)
            VALUES (:system, :component, :service, :id, :since, :run, :role)
            """)
        .param("system", context.run().system())
        .param("component", context.run().component())
        .param("service", service)
        .param("id", release.id())
        .param("since", LocalDateTime.ofInstant(context.clock().instant(), ZoneOffset.UTC))
        .param("run", context.run().taskRunId().toString())
        .param("role", role)
        .update();
  }
}
