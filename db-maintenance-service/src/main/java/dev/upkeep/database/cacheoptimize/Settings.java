package dev.upkeep.database.cacheoptimize;

import dev.upkeep.system.RedisComponent;
import dev.upkeep.system.amount.ByteSize;
import dev.upkeep.system.keyspace.EvictionPolicy;
import dev.upkeep.system.redis.ServerInfo;
import java.util.Optional;

/**
 * The two settings that this task sets.
 *
 * @param maxmemory in bytes; 0 is no limit
 * @param policy as redis.conf writes it
 */
record Settings(long maxmemory, String policy) {

  static Settings of(ServerInfo info) {
    return new Settings(info.number("maxmemory"), info.text("maxmemory_policy"));
  }

  /** These settings with what the system file says in their place. */
  Settings changedBy(RedisComponent component) {
    return new Settings(
        component.maxmemory().map(ByteSize::bytes).orElse(maxmemory),
        component.policy().map(EvictionPolicy::word).orElse(policy));
  }

  /** The policy; none if this release does not know it. */
  Optional<EvictionPolicy> eviction() {
    return EvictionPolicy.of(policy);
  }

  /** Whether keys can be evicted at all. */
  boolean evicts() {
    return maxmemory > 0 && eviction().filter(p -> p == EvictionPolicy.NOEVICTION).isEmpty();
  }

  /** As lines of redis.conf, on one line. */
  String asConfig() {
    return "maxmemory %d, maxmemory-policy %s".formatted(maxmemory, policy);
  }

  /** As arguments of the server's program, for a Compose file. */
  String asArguments() {
    return "--maxmemory %d --maxmemory-policy %s".formatted(maxmemory, policy);
  }
}
