package dev.upkeep.notification.delivery;

import org.jspecify.annotations.Nullable;

/**
 * Text cut to what its column holds: what an event says may be of any length, and the ledger must
 * not refuse it for that.
 */
final class Fitting {
  private Fitting() {}

  /** In whole characters, as MariaDB counts them. */
  static String to(int longest, String text) {
    return text.codePointCount(0, text.length()) <= longest
        ? text
        : text.substring(0, text.offsetByCodePoints(0, longest));
  }

  static @Nullable String orNull(int longest, @Nullable String text) {
    return text == null ? null : to(longest, text);
  }
}
