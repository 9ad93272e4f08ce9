package dev.upkeep.chassis.run;

import java.util.Optional;

/**
 * Which maintained systems this worker knows, by the hash of their files: a run planned with
 * another file than this worker's is refused. A worker service declares one as a bean.
 */
@FunctionalInterface
public interface KnownSystems {

  /** The hash of the system's file as this worker reads it, or empty if it has none. */
  Optional<String> hash(String system);
}
