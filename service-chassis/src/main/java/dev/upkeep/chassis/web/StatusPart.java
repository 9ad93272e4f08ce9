package dev.upkeep.chassis.web;

import java.util.Map;

/** What a part of the service adds to {@code GET /api/v1/status}. Declared as a bean. */
public interface StatusPart {
  /** Names and values; the names are unique among all parts. */
  Map<String, Object> status();

  /** Whether this part can do its work. The service answers for its health with all of them. */
  default boolean isHealthy() {
    return true;
  }
}
