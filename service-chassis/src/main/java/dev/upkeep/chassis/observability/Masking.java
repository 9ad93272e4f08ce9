package dev.upkeep.chassis.observability;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Hides secrets in text that leaves the service: log lines, reasons, evidence. It knows the values
 * that were registered, and what usually stands where a secret stands. A second net: secrets are
 * not put into text to begin with.
 */
public final class Masking {
  private static final String MASK = "***";

  /** Shorter values would blot out innocent text. */
  private static final int SHORTEST = 4;

  private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();

  /** {@code password=…}, {@code "token": "…"}, {@code secret: …} */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:password|passwd|pwd|secret|token|api[-_]?key|credential)s?[\"']?\\s*"
              + "(?:=|:|\\bis\\b)\\s*[\"']?)(?!\\*\\*\\*)[^\\s\"'&,;)}\\]]+");

  /** {@code scheme://user:password@host} */
  private static final Pattern IN_URL =
      Pattern.compile(
          "(\\b[a-z][a-z0-9+.:-]{0,30}://[^\\s/:@]{0,200}:)[^\\s/@]+(@)", Pattern.CASE_INSENSITIVE);

  /** {@code Authorization: Bearer …} */
  private static final Pattern BEARER =
      Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9+/_=.~-]{8,}");

  private Masking() {}

  /** Hides this value from now on, wherever it turns up, in every service of this process. */
  public static void register(String secret) {
    if (secret.length() >= SHORTEST) {
      SECRETS.add(secret);
    }
  }

  /** The text with every secret that can be told replaced by {@code ***}. */
  public static String mask(String text) {
    String masked = text;
    for (String secret : SECRETS) {
      if (masked.contains(secret)) {
        masked = masked.replace(secret, MASK);
      }
    }
    masked = IN_URL.matcher(masked).replaceAll("$1" + MASK + "$2");
    masked = BEARER.matcher(masked).replaceAll("$1 " + MASK);
    return NAMED.matcher(masked).replaceAll("$1" + MASK);
  }
}
