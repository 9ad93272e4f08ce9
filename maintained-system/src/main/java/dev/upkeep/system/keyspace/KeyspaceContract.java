package dev.upkeep.system.keyspace;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the keys of one Redis database are for. Patterns of different classes never match the same
 * key, so a key has one class or none.
 */
public final class KeyspaceContract {

  private final List<KeyRule> rules;

  /**
   * @throws IllegalArgumentException if patterns of different classes, or with different idle
   *     limits, can match the same key
   */
  public KeyspaceContract(List<KeyRule> rules) {
    this.rules = List.copyOf(rules);
    for (int i = 0; i < rules.size(); i++) {
      Optional<KeyRule> clash = clash(rules.get(i), rules.subList(0, i));
      if (clash.isPresent()) {
        throw new IllegalArgumentException(
            rules.get(i).pattern() + " contradicts " + clash.get().pattern());
      }
    }
  }

  /** Nothing is known of any key. */
  public static KeyspaceContract none() {
    return new KeyspaceContract(List.of());
  }

  /** The first of the others that says something else of a key that both match. */
  public static Optional<KeyRule> clash(KeyRule rule, List<KeyRule> others) {
    return others.stream()
        .filter(
            other ->
                other.keyClass() != rule.keyClass() || !other.idleLimit().equals(rule.idleLimit()))
        .filter(other -> other.pattern().overlaps(rule.pattern()))
        .findFirst();
  }

  public List<KeyRule> rules() {
    return rules;
  }

  /** The rule for a key; none if the contract does not speak of it. */
  public Optional<KeyRule> of(byte[] key) {
    for (KeyRule rule : rules) {
      if (rule.pattern().matches(key)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  /** Whether some key may ever count as stale. */
  public boolean hasIdleLimits() {
    return rules.stream().anyMatch(rule -> rule.idleLimit().isPresent());
  }

  /** The classes that are in the contract and must not be touched, as files write them. */
  public List<String> protectedClasses() {
    return Arrays.stream(KeyClass.values())
        .filter(KeyClass::isProtected)
        .filter(keyClass -> rules.stream().anyMatch(rule -> rule.keyClass() == keyClass))
        .map(KeyClass::word)
        .toList();
  }

  /**
   * Why the policy would break a class of the contract, by the contract alone; none if it would
   * not.
   */
  public Optional<String> brokenBy(EvictionPolicy policy) {
    if (policy.takesAllKeys() && !protectedClasses().isEmpty()) {
      return Optional.of(
          "'%s' evicts any key when memory is full, those of class %s too"
              .formatted(policy.word(), String.join(", ", protectedClasses())));
    }
    String expiring =
        rules.stream()
            .map(KeyRule::keyClass)
            .filter(KeyClass::expires)
            .distinct()
            .map(KeyClass::word)
            .collect(Collectors.joining(", "));
    if (policy.takesExpiringKeys() && !expiring.isEmpty()) {
      return Optional.of(
          "'%s' evicts keys that have a time to live, and so those of class %s"
              .formatted(policy.word(), expiring));
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyspaceContract contract && contract.rules.equals(rules);
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }

  @Override
  public String toString() {
    return rules.toString();
  }
}
