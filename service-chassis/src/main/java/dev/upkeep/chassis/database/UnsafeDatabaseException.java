package dev.upkeep.chassis.database;

import java.util.List;

/** The server's settings may lose what was committed. */
public final class UnsafeDatabaseException extends RuntimeException {
  UnsafeDatabaseException(List<String> dangers) {
    super(
        "This database is not safe to keep work in: %s. To start all the same, set"
                .formatted(String.join("; ", dangers))
            + " upkeep.database.allow-unsafe=true");
  }
}
