package dev.upkeep.embedded.mariadb;

import java.util.ArrayList;
import java.util.List;

/**
 * How large the server may be.
 *
 * @param bufferPool InnoDB's cache in the server's notation, {@code 128M}; memory is taken as it
 *     fills
 * @param performanceSchema whether the server measures itself; costs about 50 MB
 * @param extraArguments passed to {@code mariadbd} after all others, so they win
 */
public record MariaDbSettings(
    String bufferPool, boolean performanceSchema, List<String> extraArguments) {

  public MariaDbSettings {
    if (!bufferPool.matches("[1-9][0-9]*[KMG]?")) {
      throw new IllegalArgumentException(
          "The buffer pool's size %s is not a number with K, M or G".formatted(bufferPool));
    }
    extraArguments = List.copyOf(extraArguments);
  }

  /** 128 MB of buffer pool, no performance schema. */
  public static MariaDbSettings small() {
    return new MariaDbSettings("128M", false, List.of());
  }

  public MariaDbSettings withBufferPool(String size) {
    return new MariaDbSettings(size, performanceSchema, extraArguments);
  }

  public MariaDbSettings withPerformanceSchema() {
    return new MariaDbSettings(bufferPool, true, extraArguments);
  }

  public MariaDbSettings withArgument(String argument) {
    List<String> more = new ArrayList<>(extraArguments);
    more.add(argument);
    return new MariaDbSettings(bufferPool, performanceSchema, more);
  }
}
