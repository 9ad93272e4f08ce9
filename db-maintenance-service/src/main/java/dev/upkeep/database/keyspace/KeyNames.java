package dev.upkeep.database.keyspace;

import dev.upkeep.system.keyspace.KeyClass;
import dev.upkeep.system.keyspace.KeyRule;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of keys as reports may show them. A name may be a secret (who knows a session's key has the
 * session) or somebody's data: of protected keys the pattern is shown, of unknown ones the shape.
 */
public final class KeyNames {

  private static final int LONGEST = 120;
  private static final Pattern UUID =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
  private static final Pattern MAIL = Pattern.compile("[^\\s:@]+@[^\\s:@]+");
  private static final Pattern TOKEN =
      Pattern.compile("(?=[A-Za-z0-9_+/=.-]*\\d)[A-Za-z0-9_+/=.-]{16,}");
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private KeyNames() {}

  /** A key as a report may show it. */
  public static String shown(byte[] key, Optional<KeyRule> rule) {
    if (rule.isEmpty()) {
      return shape(key);
    }
    return rule.get().keyClass() == KeyClass.CACHE
        ? readable(key)
        : rule.get().pattern().toString();
  }

  /** What keys of one kind have in common: numbers, ids, addresses and tokens are taken out. */
  public static String shape(byte[] key) {
    String text = UUID.matcher(readable(key)).replaceAll("<uuid>");
    text = MAIL.matcher(text).replaceAll("<address>");
    text = TOKEN.matcher(text).replaceAll("<token>");
    return DIGITS.matcher(text).replaceAll("<n>");
  }

  /** On one line and bounded; bytes that are no text as {@code 0x…}. */
  private static String readable(byte[] key) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException binary) {
      text = "0x" + HexFormat.of().formatHex(key, 0, Math.min(key.length, LONGEST / 2));
    }
    String line = text.replaceAll("\\p{Cntrl}", "␀");
    return line.codePointCount(0, line.length()) <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
  }
}
