package dev.upkeep.database.cacheoptimize;

import dev.upkeep.system.RedisComponent;
import dev.upkeep.system.amount.ByteSize;
import dev.upkeep.system.amount.Percent;
import dev.upkeep.system.keyspace.EvictionPolicy;
import dev.upkeep.system.redis.ServerInfo;
import java.util.Optional;

/** Whether the settings of the system file may be set on a server as it is now. */
sealed interface SettingsDecision {

  /** Nothing is to be changed. */
  record Keep(String reason) implements SettingsDecision {}

  /** They may be set. */
  record Change(Settings before, Settings after) implements SettingsDecision {}

  /** They must not be set. */
  record Refuse(String reason, String remedy) implements SettingsDecision {}

  /** Of the host's memory a server may at most take this part; the rest is for everything else. */
  int MOST_OF_HOST_PERCENT = 90;

  /**
   * Decides.
   *
   * @param database the number of the database that the contract speaks of
   * @param headRoom how much more than the memory in use maxmemory must be
   * @param keys what a walk over the keys said; only needed where the wanted settings evict
   */
  static SettingsDecision of(
      ServerInfo info,
      RedisComponent component,
      int database,
      Percent headRoom,
      Optional<KeyFacts> keys) {
    Settings before = Settings.of(info);
    Settings after = before.changedBy(component);
    if (after.equals(before)) {
      return new Keep("The settings are as the system file says");
    }
    if (after.evicts()) {
      Optional<Refuse> unsafe = unsafe(info, component, database, after, keys);
      if (unsafe.isPresent()) {
        return unsafe.get();
      }
    }
    if (after.maxmemory() > 0) {
      Optional<Refuse> tooLittle = tooLittle(info, after, headRoom);
      if (tooLittle.isPresent()) {
        return tooLittle.get();
      }
      long host = info.number("total_system_memory");
      if (host > 0 && after.maxmemory() * 100.0 > (double) host * MOST_OF_HOST_PERCENT) {
        return new Refuse(
            "maxmemory %s is more than %d %% of the host's memory, %s."
                .formatted(
                    ByteSize.print(after.maxmemory()), MOST_OF_HOST_PERCENT, ByteSize.print(host)),
            "Lower 'maxmemory' in the system file: the kernel would end the server first");
      }
    }
    return new Change(before, after);
  }

  private static Optional<Refuse> unsafe(
      ServerInfo info,
      RedisComponent component,
      int database,
      Settings after,
      Optional<KeyFacts> keys) {
    EvictionPolicy policy = after.eviction().orElse(EvictionPolicy.ALLKEYS_RANDOM);
    Optional<String> broken = component.keyspace().brokenBy(policy);
    if (broken.isPresent()) {
      return Optional.of(
          new Refuse(
              "The policy that would be in force breaks the contract: %s.".formatted(broken.get()),
              "Write 'policy: noeviction' into the system file"));
    }
    Optional<Integer> other =
        info.keysByDatabase().keySet().stream().filter(number -> number != database).findFirst();
    if (other.isPresent()) {
      return Optional.of(
          new Refuse(
              "Eviction takes keys of all databases of a server, and database %d has keys that the contract does not speak of."
                  .formatted(other.get()),
              "Move one of them to a server of its own, or write 'policy: noeviction'"));
    }
    KeyFacts facts = keys.orElseThrow();
    if (policy.takesAllKeys() && facts.unclassified() > 0) {
      return Optional.of(
          hit(facts.unclassified() + " keys match no class of the contract", facts, after));
    }
    if (policy.takesExpiringKeys() && facts.protectedExpiring() > 0) {
      return Optional.of(
          hit(facts.protectedExpiring() + " protected keys have a time to live", facts, after));
    }
    if (policy.takesExpiringKeys() && facts.unclassifiedExpiring() > 0) {
      return Optional.of(
          hit(
              facts.unclassifiedExpiring()
                  + " keys that match no class of the contract have a time to live",
              facts,
              after));
    }
    return Optional.empty();
  }

  private static Refuse hit(String which, KeyFacts facts, Settings after) {
    return new Refuse(
        "%s (such as '%s'), and '%s' would evict them."
            .formatted(which, facts.example(), after.policy()),
        "Say in 'keyspace' what they are for, or write 'policy: noeviction'");
  }

  private static Optional<Refuse> tooLittle(ServerInfo info, Settings after, Percent headRoom) {
    long used = info.countedBytes();
    long least = (long) (used * (1 + headRoom.asFraction()));
    if (after.maxmemory() >= least) {
      return Optional.empty();
    }
    return Optional.of(
        new Refuse(
            "%s are in use, so that with maxmemory %s the server would %s."
                .formatted(
                    ByteSize.print(used),
                    ByteSize.print(after.maxmemory()),
                    after.evicts() ? "evict at once" : "refuse the application's writes"),
            "Write at least %d mb into the system file, or run with set-memory: false first, so that stale keys make room"
                .formatted((least >> 20) + 1)));
  }
}
