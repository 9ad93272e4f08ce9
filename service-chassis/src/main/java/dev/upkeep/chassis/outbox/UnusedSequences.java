package dev.upkeep.chassis.outbox;

import dev.upkeep.chassis.database.Purge;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Forgets the counts of keys that are no longer used; a key used again counts from 1. */
final class UnusedSequences implements Purge {
  static final String DELETE =
      "DELETE FROM outbox_sequence WHERE used_on < :before ORDER BY used_on LIMIT :most";

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Duration retention;

  UnusedSequences(JdbcClient jdbc, Clock clock, Duration retention) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.retention = retention;
  }

  @Override
  public String what() {
    return "sequences of keys that are no longer used";
  }

  @Override
  public int purge(int most) {
    return jdbc.sql(DELETE)
        .param("before", LocalDate.ofInstant(clock.instant().minus(retention), ZoneOffset.UTC))
        .param("most", most)
        .update();
  }
}
