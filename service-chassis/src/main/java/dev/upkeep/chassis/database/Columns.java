package dev.upkeep.chassis.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How values stand in columns: instants as {@code DATETIME(6)} in UTC, to the microsecond, whatever
 * the zone of the JVM; identifiers as {@code UUID}.
 */
public final class Columns {
  private Columns() {}

  /** An instant as it is bound to a statement. */
  public static LocalDateTime of(Instant instant) {
    return LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
  }

  /** An instant that may be missing, as it is bound to a statement. */
  public static @Nullable LocalDateTime ofNullable(@Nullable Instant instant) {
    return instant == null ? null : of(instant);
  }

  /**
   * Reads a column that is NOT NULL.
   *
   * @throws SQLException if the column holds no value
   */
  public static Instant instant(ResultSet row, String column) throws SQLException {
    Instant instant = instantOrNull(row, column);
    if (instant == null) {
      throw new SQLException("the column %s holds no instant".formatted(column));
    }
    return instant;
  }

  public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    LocalDateTime value = row.getObject(column, LocalDateTime.class);
    return value == null ? null : value.toInstant(ZoneOffset.UTC);
  }

  public static UUID uuid(ResultSet row, String column) throws SQLException {
    return UUID.fromString(row.getString(column));
  }
}
