package dev.upkeep.chassis.outbox;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The right to relay. It ends by the database's clock for others and, earlier, by the own monotonic
 * clock for the holder, counted from before the renewal was sent.
 */
final class RelayLease {
  private final JdbcClient jdbc;
  private final String owner;
  private final Duration length;
  private final LongSupplier nanos;

  private long fence;
  private boolean acquired;
  private long ownEnd;
  private long renewAt;

  RelayLease(JdbcClient jdbc, String owner, Duration length, LongSupplier nanos) {
    this.jdbc = jdbc;
    this.owner = owner;
    this.length = length;
    this.nanos = nanos;
  }

  /** Whether this instance may relay at this moment. */
  boolean isHeld() {
    return acquired && nanos.getAsLong() - ownEnd < 0;
  }

  /** Takes the lease if nobody has it. */
  boolean acquire() {
    long before = nanos.getAsLong();
    int taken =
        jdbc.sql(
                """
                UPDATE relay_lease
                SET owner = :owner, fence = fence + 1,
                    lease_until = NOW(6) + INTERVAL :micros MICROSECOND
                WHERE id = 1 AND lease_until < NOW(6)
                """)
            .param("owner", owner)
            .param("micros", length.toNanos() / 1_000)
            .update();
    if (taken == 0) {
      return false;
    }
    fence =
        jdbc.sql("SELECT fence FROM relay_lease WHERE id = 1 AND owner = :owner")
            .param("owner", owner)
            .query(Long.class)
            .optional()
            .orElse(-1L);
    hold(before);
    return isHeld();
  }

  /** Renews the lease when a third of it has passed. Answers whether it is held. */
  boolean renewWhenDue() {
    long before = nanos.getAsLong();
    if (!acquired || before - renewAt < 0) {
      return isHeld();
    }
    int renewed =
        jdbc.sql(
                """
                UPDATE relay_lease SET lease_until = NOW(6) + INTERVAL :micros MICROSECOND
                WHERE id = 1 AND owner = :owner AND fence = :fence
                """)
            .param("micros", length.toNanos() / 1_000)
            .param("owner", owner)
            .param("fence", fence)
            .update();
    if (renewed == 0) {
      acquired = false;
    } else {
      hold(before);
    }
    return isHeld();
  }

  /** Gives the lease back, so that another instance need not wait for its end. */
  void release() {
    if (!acquired) {
      return;
    }
    acquired = false;
    jdbc.sql(
            """
            UPDATE relay_lease SET lease_until = '1970-01-02 00:00:00'
            WHERE id = 1 AND owner = :owner AND fence = :fence
            """)
        .param("owner", owner)
        .param("fence", fence)
        .update();
  }

  private void hold(long from) {
    acquired = true;
    // A tenth is kept for clocks that run at different speeds.
    ownEnd = from + length.toNanos() / 10 * 9;
    renewAt = from + length.toNanos() / 3;
  }
}
