package dev.upkeep.system.database;

import dev.upkeep.chassis.run.HeldResource;
import dev.upkeep.chassis.run.Leftovers;
import dev.upkeep.events.TaskRunRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends connections that a dead or stopped worker left behind: the server goes on with their
 * statement, and they keep their locks. A connection is ended only if it still holds the lock that
 * was its alone, so nobody else's is.
 */
public final class LeftConnections implements Leftovers {

  static final String KIND = "mariadb-connection";

  private static final Logger LOG = LoggerFactory.getLogger(LeftConnections.class);

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
    Map<String, List<Handle>> byPlace =
        resources.stream()
            .map(resource -> Handle.of(resource.id()))
            .collect(Collectors.groupingBy(Handle::elsewhere));
    for (Map.Entry<String, List<Handle>> place : byPlace.entrySet()) {
      if (place.getKey().isEmpty()) {
        end(database, place.getValue());
      } else {
        endOnReplica(database.replica(place.getKey()), place.getValue());
      }
    }
  }

  /** A session's handle, read. */
  private record Handle(long connection, String token, String elsewhere) {
    static Handle of(String text) {
      String[] parts = text.split(" ", 3);
      return new Handle(Long.parseLong(parts[0]), parts[1], parts.length == 3 ? parts[2] : "");
    }
  }

  private static void end(TargetDatabase database, List<Handle> handles) throws TargetProblem {
    try (TargetSession session = database.open(LOCK_WAIT)) {
      for (Handle handle : handles) {
        end(session, handle.connection(), handle.token());
      }
    }
  }

  /** A replica is only ever asked how far it is: a run need not wait for one that is away. */
  private static void endOnReplica(TargetDatabase replica, List<Handle> handles) {
    try {
      end(replica, handles);
    } catch (TargetProblem e) {
      LOG.warn(
          "What a dead worker left on the replica {} is not ended: {}",
          replica.elsewhere(),
          e.reason());
    }
  }

  private static void end(TargetSession session, long connection, String token)
      throws TargetProblem {
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
