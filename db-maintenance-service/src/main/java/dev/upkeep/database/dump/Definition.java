package dev.upkeep.database.dump;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something that the database has besides rows.
 *
 * @param kind what it is
 * @param name not quoted
 * @param sql the statement that makes it; empty when the server cannot say it any more
 * @param sqlMode with which it must be made; empty where that does not matter
 * @param collation of the connection that made it; likewise
 * @param timeZone in which an event's times are; likewise
 * @param definer the account it works for: {@code `app`@`%`}, where there is one
 */
public record Definition(
    Kind kind,
    String name,
    String sql,
    String sqlMode,
    String collation,
    String timeZone,
    Optional<String> definer) {

  private static final Pattern DEFINER =
      Pattern.compile("^CREATE .{0,60}?DEFINER=(`(?:[^`]|``)*`@`(?:[^`]|``)*`|`(?:[^`]|``)*`)");
  private static final Pattern COUNTER =
      Pattern.compile(" AUTO_INCREMENT=\\d+(?= |$)", Pattern.MULTILINE);

  /** What it is; in the order in which they are made. */
  public enum Kind {
    SEQUENCE,
    TABLE,
    VIEW,
    FUNCTION,
    PROCEDURE,
    PACKAGE,
    PACKAGE_BODY,
    TRIGGER,
    EVENT;

    /** As SHOW CREATE and information_schema have it. */
    String sql() {
      return name().replace('_', ' ');
    }

    /** As people say it. */
    public String words() {
      return sql().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static Definition of(Kind kind, String name, String sql) {
    return of(kind, name, sql, "", "", "");
  }

  static Definition of(
      Kind kind, String name, String sql, String sqlMode, String collation, String timeZone) {
    var definer = DEFINER.matcher(sql);
    return new Definition(
        kind,
        name,
        sql,
        sqlMode,
        collation,
        timeZone,
        definer.find() ? Optional.of(definer.group(1)) : Optional.empty());
  }

  /** A view whose tables are gone: the server has its text, and can make nothing of it. */
  public boolean isBroken() {
    return sql.isEmpty();
  }

  /** SHA-256 of the statement; where a table's counter stands is not part of what it is. */
  public String fingerprint() {
    try {
      byte[] text = COUNTER.matcher(sql).replaceAll("").getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
