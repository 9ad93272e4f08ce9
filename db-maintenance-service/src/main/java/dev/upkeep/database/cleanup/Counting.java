package dev.upkeep.database.cleanup;

import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.ServerSays;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Counts rows, but not for ever. */
final class Counting {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Counting() {}

  /** How many rows there are for which a condition is true; empty where counting takes too long. */
  static Optional<Long> count(
      TargetSession session, Table table, String condition, Map<String, ?> parameters) {
    try {
      return Optional.of(
          session
              .sql(
                  "SET STATEMENT max_statement_time = %d FOR SELECT COUNT(*) FROM %s WHERE %s"
                      .formatted(PATIENCE.toSeconds(), table.sql(), condition))
              .params(parameters)
              .query(Long.class)
              .single());
    } catch (RuntimeException e) {
      if (ServerSays.code(e, ServerSays.STATEMENT_TIMEOUT)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
