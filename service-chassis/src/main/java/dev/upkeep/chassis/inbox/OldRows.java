package dev.upkeep.chassis.inbox;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.database.Purge;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the inbox no longer needs. */
enum OldRows {
  MESSAGE_IDS(
      "ids of old messages",
      "DELETE FROM inbox WHERE received_at < :before ORDER BY received_at LIMIT :most"),
  SEQUENCES(
      "sequences of keys that are no longer seen",
      "DELETE FROM inbox_sequence WHERE seen_on < :beforeDay ORDER BY seen_on LIMIT :most"),
  SETTLED_RECORDS(
      "records replayed or dropped long ago",
      "DELETE FROM quarantine WHERE settled_at < :before ORDER BY settled_at LIMIT :most");

  final String what;
  final String delete;

  OldRows(String what, String delete) {
    this.what = what;
    this.delete = delete;
  }

  Purge purge(JdbcClient jdbc, Clock clock, Duration retention) {
    OldRows rows = this;
    return new Purge() {
      @Override
      public String what() {
        return rows.what;
      }

      @Override
      public int purge(int most) {
        var before = clock.instant().minus(retention);
        return jdbc.sql(delete)
            .param("before", Columns.of(before))
            .param("beforeDay", LocalDate.ofInstant(before, ZoneOffset.UTC))
            .param("most", most)
            .update();
      }
    };
  }
}
