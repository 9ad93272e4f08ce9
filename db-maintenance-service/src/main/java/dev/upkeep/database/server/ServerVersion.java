package dev.upkeep.database.server;

import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which server it is. */
public final class ServerVersion {

  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\..*MariaDB.*");

  private ServerVersion() {}

  /** Refuses what is no MariaDB 10.6 or later. */
  public static void require(TargetSession session) throws TargetProblem {
    String version = session.sql("SELECT VERSION()").query(String.class).single();
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches()
        || Integer.parseInt(parts.group(1)) * 100 + Integer.parseInt(parts.group(2)) < 1006) {
      throw TargetProblem.lasting(
          "The server's version is '%s'.".formatted(version),
          "Upkeep looks after MariaDB 10.6 and later");
    }
  }
}
