package dev.upkeep.database.binlog;

import dev.upkeep.system.database.ServerSays;
import dev.upkeep.system.database.TargetSession;
import java.util.List;

/** The binary logs that a server has, in their order. */
public final class ServerLogs {

  private static final int NO_BINARY_LOG = 1381;

  private ServerLogs() {}

  /**
   * One of them.
   *
   * @param name the server's name for it
   * @param bytes so far
   */
  public record ServerLog(String name, long bytes) {}

  /** All of them; none where the server writes none. The last is being written. */
  public static List<ServerLog> in(TargetSession session) {
    try {
      return session
          .sql("SHOW BINARY LOGS")
          .query((row, number) -> new ServerLog(row.getString(1), row.getLong(2)))
          .list();
    } catch (RuntimeException e) {
      if (ServerSays.code(e, NO_BINARY_LOG)) {
        return List.of();
      }
      throw e;
    }
  }

  /** Those that nobody writes to any more. */
  public static List<ServerLog> closed(TargetSession session) {
    List<ServerLog> all = in(session);
    return all.isEmpty() ? all : all.subList(0, all.size() - 1);
  }
}
