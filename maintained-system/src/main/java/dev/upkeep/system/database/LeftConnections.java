package dev.upkeep.system.database;

import dev.upkeep.chassis.run.HeldResource;
import dev.upkeep.chassis.run.Leftovers;
import dev.upkeep.events.TaskRunRef;
import java.time.Duration;
import java.util.List;

/**
 * Ends connections that a dead or stopped worker left behind: the server goes on with their
 * statement, and they keep their locks. A connection is ended only if it still holds the lock that
 * was its alone, so nobody else's is.
 */
public final class LeftConnections implements Leftovers {

  static final String KIND = "mariadb-connection";

  private static final Duration LOCK_WAIT = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final int LOOKS = 100;

  private final TargetDatabases databases;

  public LeftConnections(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void end(TaskRunRef run, List<HeldResource> resources) throws TargetProblem {
    TargetDatabase database = databases.of(run);
    try (TargetSession session = database.open(LOCK_WAIT)) {
      for (HeldResource resource : resources) {
        end(session, resource.id());
      }
    }
  }

  private static void end(TargetSession session, String handle) throws TargetProblem {
    long connection = Long.parseLong(handle.substring(0, handle.indexOf(' ')));
    String token = handle.substring(handle.indexOf(' ') + 1);
    if (!isThere(session, connection, token)) {
      return;
    }
    session.kill(connection);
    for (int look = 0; isThere(session, connection, token); look++) {
      if (look == LOOKS) {
        throw TargetProblem.passing(
            "Connection %d of a dead worker was told to end and is still rolling back."
                .formatted(connection),
            "Wait: the server takes the statement back; it is looked at again");
      }
      session.pause(LOOK_AGAIN);
    }
  }

  /** The lock goes with the connection's very last act, after its statement is rolled back. */
  private static boolean isThere(TargetSession session, long connection, String token) {
    return session
        .sql("SELECT COALESCE(IS_USED_LOCK(:token) = :connection, FALSE)")
        .param("token", token)
        .param("connection", connection)
        .query(Boolean.class)
        .single();
  }
}
