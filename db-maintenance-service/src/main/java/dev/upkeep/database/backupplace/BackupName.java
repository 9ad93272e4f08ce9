package dev.upkeep.database.backupplace;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.regex.Pattern;

/** What backups are called: when they were begun, in UTC, and by which run. They sort by time. */
public final class BackupName {

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern NAME = Pattern.compile("\\d{8}T\\d{6}\\.\\d{3}Z-[0-9a-f]{8}");
  private static final int WHEN_LENGTH = "20261122T020000.000Z".length();

  private BackupName() {}

  /** The name of the backup that a run begins at an instant. */
  public static String of(Instant begun, UUID run) {
    return WHEN.format(begun) + "-" + run.toString().substring(0, 8);
  }

  /** What a copied binary log is called: when it was begun, and its number. */
  public static String ofLog(Instant begun, long number) {
    return WHEN.format(begun) + "-%08x".formatted(number);
  }

  /** Whether something is called as backups are. */
  public static boolean isOne(String name) {
    return NAME.matcher(name).matches();
  }

  /** When it was begun, to the millisecond. */
  public static Instant begun(String name) {
    return LocalDateTime.parse(name.substring(0, WHEN_LENGTH), WHEN).toInstant(ZoneOffset.UTC);
  }
}
