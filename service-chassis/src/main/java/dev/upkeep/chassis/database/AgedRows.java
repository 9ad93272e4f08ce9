package dev.upkeep.chassis.database;

import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Rows that are removed once they are old enough.
 *
 * @param what for the log, as in {@code findings resolved long ago}
 * @param delete the statement, with {@code :before}, an instant, and {@code :most}
 */
public record AgedRows(String what, String delete) {

  /** Removes them when they are older than this. */
  public Purge after(Duration retention, JdbcClient jdbc, Clock clock) {
    return new Purge() {
      @Override
      public String what() {
        return what;
      }

      @Override
      public int purge(int most) {
        return jdbc.sql(delete)
            .param("before", Columns.of(clock.instant().minus(retention)))
            .param("most", most)
            .update();
      }
    };
  }
}
