package dev.upkeep.database.cacheflush;

import dev.upkeep.system.keyspace.KeyRule;
import dev.upkeep.system.keyspace.KeyspaceContract;
import dev.upkeep.system.redis.TargetCache;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a database is not emptied, whoever would approve it.
 *
 * @param reason what speaks against it
 * @param remedy what to do instead
 */
record Refusal(String reason, String remedy) {

  /** By what the system file says; none if nothing speaks against it. */
  static Optional<Refusal> byContract(TargetCache cache, int asked) {
    KeyspaceContract contract = cache.component().keyspace();
    if (asked != cache.database()) {
      return Optional.of(
          new Refusal(
              "Asked was for database %d, but %s of the system file is database %d."
                  .formatted(asked, cache.label(), cache.database()),
              "Name the database that is meant, or give the other one a component and a contract of"
                  + " its own"));
    }
    if (!contract.protectedClasses().isEmpty()) {
      return Optional.of(
          new Refusal(
              "Database %d of %s is no mere cache: its contract has keys of class %s (%s), and those are never removed."
                  .formatted(
                      asked,
                      cache.label(),
                      String.join(", ", contract.protectedClasses()),
                      contract.rules().stream()
                          .filter(rule -> rule.keyClass().isProtected())
                          .map(KeyRule::pattern)
                          .map("'%s'"::formatted)
                          .collect(Collectors.joining(", "))),
              "Let cache.optimize remove what is stale, or keep sessions, queues and locks in another"
                  + " database"));
    }
    return contract.rules().isEmpty()
        ? Optional.of(
            new Refusal(
                "The system file does not say what the keys of %s are for."
                    .formatted(cache.label()),
                "Write under 'keyspace' which of them are of class cache"))
        : Optional.empty();
  }

  /** By what is there; none if every key is of a class that may go. */
  static Optional<Refusal> byKeys(TargetCache cache, KeyCounts counts) {
    return counts.unclassified() == 0
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                "%d of %d keys in database %d of %s match no class of the contract (such as '%s')."
                    .formatted(
                        counts.unclassified(),
                        counts.all(),
                        cache.database(),
                        cache.label(),
                        counts.example()),
                "Say in 'keyspace' of the system file what they are for; nothing was removed"));
  }
}
