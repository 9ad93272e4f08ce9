package dev.upkeep.database.keyspace;

import dev.upkeep.system.keyspace.KeyClass;
import dev.upkeep.system.keyspace.KeyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was seen of one key. */
public final class Look {

  private final byte[] key;
  private final Optional<KeyRule> rule;
  private final List<@Nullable Object> answers = new ArrayList<>(1);

  Look(byte[] key, Optional<KeyRule> rule) {
    this.key = key;
    this.rule = rule;
  }

  /** Its name, any bytes. */
  public byte[] key() {
    return key;
  }

  /** What the contract says of it. */
  public Optional<KeyRule> rule() {
    return rule;
  }

  /** To the questions about it, in their order; a refusal is an answer too. */
  public List<@Nullable Object> answers() {
    return answers;
  }

  public boolean isProtected() {
    return rule.map(KeyRule::keyClass).filter(KeyClass::isProtected).isPresent();
  }
}
