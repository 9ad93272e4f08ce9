package dev.upkeep.standalone.demo;

import dev.upkeep.sample.SampleReport;
import dev.upkeep.sample.SampleSystem;
import dev.upkeep.standalone.demo.DemoResult.Observation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody sees who looks at the sample's database and not at Upkeep.
 *
 * @param report rows of each table, and how many of them were past their keeping time when the
 *     sample was made
 * @param bytes the size of all table files
 */
record Witness(SampleReport report, long bytes) {
  private static final String LOGS = "audit_logs";
  private static final String ARCHIVE = "audit_logs_archive";
  private static final List<String> PURGED = List.of("notifications", "temp_uploads");
  private static final List<String> UNTOUCHED =
      List.of("correspondences", "rfas", "workflow_instances", "attachments");

  static Witness look(SampleSystem sample) {
    return new Witness(sample.report(), bytes(sample));
  }

  private static long bytes(SampleSystem sample) {
    String sql =
        """
        SELECT COALESCE(SUM(FILE_SIZE), 0)
          FROM information_schema.INNODB_SYS_TABLESPACES
         WHERE NAME LIKE ?
        """;
    try (Connection connection = sample.mariaDb().connectAsRoot();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, SampleSystem.SCHEMA.replace("_", "\\_") + "/%");
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The sample's table sizes cannot be read", e);
    }
  }

  /** After both runbooks completed. */
  List<Observation> doneSince(Witness before) {
    List<Observation> seen = new ArrayList<>();
    long moved = before.due(LOGS);
    seen.add(
        new Observation(
            "audit logs older than a year moved, none lost, none doubled",
            "%,d moved; %,d + %,d rows before, %,d + %,d after"
                .formatted(
                    rows(ARCHIVE) - before.rows(ARCHIVE),
                    before.rows(LOGS),
                    before.rows(ARCHIVE),
                    rows(LOGS),
                    rows(ARCHIVE)),
            moved > 0
                && due(LOGS) == 0
                && rows(LOGS) + rows(ARCHIVE) == before.rows(LOGS) + before.rows(ARCHIVE)));
    for (String table : PURGED) {
      seen.add(
          new Observation(
              "%s past their keeping time are gone".formatted(table),
              "%,d of %,d rows".formatted(before.rows(table) - rows(table), before.rows(table)),
              before.due(table) > 0
                  && due(table) == 0
                  && before.rows(table) - rows(table) >= before.due(table)));
    }
    seen.add(
        new Observation(
            "no other row was touched",
            sum(UNTOUCHED) + " rows",
            sum(UNTOUCHED) == before.sum(UNTOUCHED)));
    seen.add(
        new Observation(
            "the table files shrank",
            "%,d MB to %,d MB".formatted(before.bytes >> 20, bytes >> 20),
            bytes < before.bytes));
    return seen;
  }

  /** After the cleanup failed: what it would have moved or deleted is all still there. */
  List<Observation> unharmedSince(Witness before) {
    long now = report.rows();
    return List.of(
        new Observation(
            "the failed cleanup lost no row",
            "%,d rows before, %,d after".formatted(before.report.rows(), now),
            now == before.report.rows()));
  }

  private long rows(String table) {
    return report.table(table).rows();
  }

  private long due(String table) {
    return report.table(table).dueForCleanup();
  }

  private long sum(List<String> tables) {
    return tables.stream().mapToLong(this::rows).sum();
  }
}
