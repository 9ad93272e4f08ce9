package dev.upkeep.system.keyspace;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What Redis does when its memory is full: {@code maxmemory-policy} of redis.conf. Eviction takes
 * keys of all databases of the server.
 */
public enum EvictionPolicy {
  /** Refuses writes; takes no key. */
  NOEVICTION,
  ALLKEYS_LRU,
  ALLKEYS_LFU,
  ALLKEYS_RANDOM,
  VOLATILE_LRU,
  VOLATILE_LFU,
  VOLATILE_RANDOM,
  /** Takes the keys that would expire first. */
  VOLATILE_TTL;

  /** As redis.conf and system files write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<EvictionPolicy> of(String word) {
    return Arrays.stream(values()).filter(policy -> policy.word().equals(word)).findFirst();
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(EvictionPolicy::word).toList();
  }

  /** Whether it takes any key. */
  public boolean takesAllKeys() {
    return word().startsWith("allkeys-");
  }

  /** Whether it takes keys that have a time to live, and only those. */
  public boolean takesExpiringKeys() {
    return word().startsWith("volatile-");
  }

  /**
   * Whether the server counts how often keys are used; it then keeps no idle times, since both live
   * in the same 24 bits of a key.
   */
  public boolean countsUse() {
    return word().endsWith("-lfu");
  }

  /** Whether it goes by idle times, and so snapshots keep them. */
  public boolean ordersByUse() {
    return word().endsWith("-lru");
  }
}
