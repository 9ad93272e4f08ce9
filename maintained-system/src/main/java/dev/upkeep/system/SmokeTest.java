package dev.upkeep.system;

import java.util.Map;
import java.util.Optional;

/** Something small that must be true of a system that works. */
public sealed interface SmokeTest {

  /** Unique within the system. */
  String name();

  /**
   * A page answers as expected.
   *
   * @param on the container whose address stands for the host {@code container} in the address, if
   *     it does
   */
  record Page(String name, HttpExpectation expectation, Optional<String> on) implements SmokeTest {}

  /**
   * A query's first value is the expected one.
   *
   * @param on the mariadb component that is asked
   * @param sql one {@code SELECT}
   * @param value as text; any but NULL and 0 if there is none
   */
  record Query(String name, String on, String sql, Optional<String> value) implements SmokeTest {}

  /**
   * A command of the system ends as it should.
   *
   * @param command the name of one of the system that is repeatable
   * @param parameters what it is given
   */
  record Ran(String name, String command, Map<String, Object> parameters) implements SmokeTest {
    public Ran {
      parameters = Map.copyOf(parameters);
    }
  }
}
