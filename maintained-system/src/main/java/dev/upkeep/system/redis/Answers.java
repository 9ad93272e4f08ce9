package dev.upkeep.system.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Readings of what the server answered: bytes, a number, a list of answers, or nothing. */
public final class Answers {

  private Answers() {}

  /** Text in UTF-8; nothing is the empty text. */
  public static String text(@Nullable Object answer) {
    return switch (answer) {
      case null -> "";
      case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
      default -> answer.toString();
    };
  }

  /** A whole number; nothing, or what is no number, is the given one. */
  public static long number(@Nullable Object answer, long otherwise) {
    if (answer instanceof Long number) {
      return number;
    }
    String text = text(answer);
    return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : otherwise;
  }

  /** The parts of a list; nothing has none. */
  public static List<?> list(@Nullable Object answer) {
    return answer instanceof List<?> list ? list : List.of();
  }

  /** Bytes as they came, such as a key. */
  public static byte[] bytes(@Nullable Object answer) {
    return answer instanceof byte[] bytes ? bytes : new byte[0];
  }
}
