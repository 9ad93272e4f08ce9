package dev.upkeep.chassis.run;

import dev.upkeep.chassis.run.TaskRun.CancelRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Keeps the leases of the runs in this worker's hands, on a thread and a connection of its own, so
 * that neither a busy pool nor a slow step costs a lease; and brings back what others have asked of
 * those runs.
 *
 * <p>A lease counts from before its renewal was sent. Whether it still holds is judged by {@link
 * HeldRun} without asking anybody, so a keeper that hangs loses the runs instead of sharing them.
 */
final class LeaseKeeper {
  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final String RENEW =
      """
      UPDATE task_run
         SET claimable_at = utc_timestamp(6) + INTERVAL ? MICROSECOND
       WHERE run_id = ? AND fence = ? AND owner = ?
      """;
  private static final String CANCEL_REQUESTED =
      """
      SELECT cancel_requested_by, cancel_reason FROM task_run
       WHERE run_id = ? AND fence = ? AND cancel_requested_by IS NOT NULL
      """;

  private final HeldRuns held;
  private final String owner;
  private final Duration lease;
  private final Duration renew;
  private final Connections connections;
  private final Repeating loop = new Repeating("lease-keeper", this::turn);
  private @Nullable Connection connection;

  LeaseKeeper(HeldRuns held, String owner, RunSettings settings, Connections connections) {
    this.held = held;
    this.owner = owner;
    this.lease = settings.lease();
    this.renew = settings.renew();
    this.connections = connections;
  }

  /** Opens connections that belong to nobody else, in UTC and with every statement on its own. */
  @FunctionalInterface
  interface Connections {
    Connection open() throws SQLException;
  }

  void start() {
    loop.start();
  }

  void stop() {
    loop.stop();
    disconnect();
  }

  private Duration turn() {
    List<HeldRun> runs = held.all();
    if (runs.isEmpty()) {
      return renew;
    }
    try {
      Connection usable = connected();
      for (HeldRun run : runs) {
        renew(usable, run);
      }
    } catch (SQLException e) {
      disconnect();
      throw new DataAccessResourceFailureException(
          "leases could not be renewed; runs are let go when they end", e);
    }
    return renew;
  }

  private void renew(Connection usable, HeldRun run) throws SQLException {
    long before = System.nanoTime();
    try (PreparedStatement update = usable.prepareStatement(RENEW)) {
      update.setLong(1, lease.toNanos() / 1000);
      update.setString(2, run.id().toString());
      update.setLong(3, run.fence());
      update.setString(4, owner);
      if (update.executeUpdate() == 1) {
        run.renewed(before + lease.toNanos());
        seeWhetherCancelled(usable, run);
      } else if (!run.isLetGo()) {
        log.warn("The run {} has another owner; its work here is stopped", run.id());
        run.ask(new Stop.LeaseGone());
      }
    }
  }

  private static void seeWhetherCancelled(Connection usable, HeldRun run) throws SQLException {
    try (PreparedStatement select = usable.prepareStatement(CANCEL_REQUESTED)) {
      select.setString(1, run.id().toString());
      select.setLong(2, run.fence());
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          run.ask(new Stop.Cancelled(new CancelRequest(row.getString(1), row.getString(2))));
        }
      }
    }
  }

  private Connection connected() throws SQLException {
    Connection usable = connection;
    if (usable == null) {
      usable = connections.open();
      connection = usable;
    }
    return usable;
  }

  private void disconnect() {
    Connection old = connection;
    connection = null;
    if (old != null) {
      try {
        old.close();
      } catch (SQLException e) {
        log.debug("A broken connection could not be closed", e);
      }
    }
  }
}
