package dev.upkeep.database.cacheoptimize;

import dev.upkeep.system.redis.ChangeRight;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * A key in quarantine. Its name says all that is needed to bring it back: {@code
 * upkeep:quarantine:<task run>:<expires>:<s or l>:<the key>}, where {@code expires} is when the key
 * would have expired (milliseconds since 1970, 0 for never) and {@code l} is a key of so many parts
 * that it must not be left to expire, which would free them all at once.
 */
final class QuarantinedKey {

  private static final String PREFIX = ChangeRight.OWN_PREFIX + "quarantine:";
  private static final int RUN_LENGTH = 36;

  private final byte[] name;
  private final byte[] original;
  private final String expires;
  private final boolean large;

  private QuarantinedKey(byte[] name, byte[] original, String expires, boolean large) {
    this.name = name;
    this.original = original;
    this.expires = expires;
    this.large = large;
  }

  /** What the names of a run's keys begin with. */
  static String prefix(UUID run) {
    return PREFIX + run + ":";
  }

  /** A pattern for all keys of a run. */
  static String ofRun(UUID run) {
    return prefix(run) + "*";
  }

  /** A pattern for all large keys of all runs, and by chance for others: look at {@link #large}. */
  static String largeOfAllRuns() {
    return PREFIX + "*:l:*";
  }

  /** Reads a name; none if it is of another make. */
  static Optional<QuarantinedKey> read(byte[] name) {
    int expiresFrom = PREFIX.length() + RUN_LENGTH + 1;
    int expiresTo = expiresFrom;
    while (expiresTo < name.length && name[expiresTo] >= '0' && name[expiresTo] <= '9') {
      expiresTo++;
    }
    int originalFrom = expiresTo + 3;
    if (expiresTo == expiresFrom
        || originalFrom > name.length
        || name[expiresTo] != ':'
        || name[expiresTo + 2] != ':') {
      return Optional.empty();
    }
    return Optional.of(
        new QuarantinedKey(
            name,
            Arrays.copyOfRange(name, originalFrom, name.length),
            new String(name, expiresFrom, expiresTo - expiresFrom, StandardCharsets.US_ASCII),
            name[expiresTo + 1] == 'l'));
  }

  /** Its name in quarantine. */
  byte[] name() {
    return name;
  }

  /** Its name before. */
  byte[] original() {
    return original;
  }

  /** When it would have expired, as in the name. */
  String expires() {
    return expires;
  }

  /** Whether it has so many parts that it must be freed bit by bit. */
  boolean large() {
    return large;
  }
}
