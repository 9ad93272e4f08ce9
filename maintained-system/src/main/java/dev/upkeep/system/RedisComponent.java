package dev.upkeep.system;

import dev.upkeep.system.secret.SecretReference;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A Redis server.
 *
 * @param name unique within the system
 * @param url {@code redis://host:port/database} or {@code rediss://…}, without a password
 * @param password where its password is kept, if it has one
 * @param keyspace what the keys are for: glob patterns by class
 */
public record RedisComponent(
    String name,
    String url,
    Optional<SecretReference> password,
    Map<KeyClass, List<String>> keyspace)
    implements Component {

  /** The kind as files write it. */
  public static final String KIND = "redis";

  /** What a key is for, and so what may be done to it. */
  public enum KeyClass {
    /** Can be computed again; may be evicted. */
    CACHE,
    /** Somebody is signed in by it. */
    SESSION,
    /** Work that is waiting; must never be evicted. */
    QUEUE,
    /** Keeps two from doing the same. */
    LOCK
  }

  public RedisComponent {
    keyspace =
        keyspace.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
  }

  @Override
  public String kind() {
    return KIND;
  }

  static Map<KeyClass, List<String>> emptyKeyspace() {
    return new EnumMap<>(KeyClass.class);
  }
}
