package dev.upkeep.notification.message;

import dev.upkeep.chassis.observability.Masking;
import java.util.regex.Pattern;

/**
 * Text from outside made fit to stand in a sentence: one line, no control characters, bounded, and
 * without whatever looks like a secret.
 */
final class PlainText {
  /** Control characters, and those that turn the direction of what follows them. */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069\\uFFF9-\\uFFFB]+");

  private static final Pattern SPACES = Pattern.compile(" {2,}");

  private PlainText() {}

  static String line(String text, int longest) {
    String seen =
        SPACES
            .matcher(UNSEEN.matcher(Masking.mask(beginning(text, longest))).replaceAll(" "))
            .replaceAll(" ")
            .strip();
    if (seen.codePointCount(0, seen.length()) <= longest) {
      return seen;
    }
    return seen.substring(0, seen.offsetByCodePoints(0, longest - 1)).stripTrailing() + "…";
  }

  /** Ample for what will be shown, so that endless text costs no more than long text. */
  private static String beginning(String text, int longest) {
    return text.length() <= 4 * longest ? text : text.substring(0, 4 * longest);
  }
}
