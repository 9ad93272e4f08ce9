package dev.upkeep.database.backupset;

import dev.upkeep.system.BackupPolicy.Keep;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.WeekFields;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which backups may go: grandfather, father, son. Two never go, however old they are: the newest,
 * and the newest that was proven. One that is known to be of no use takes nobody's place; it goes
 * once a later one was proven.
 */
public final class Retention {

  private Retention() {}

  /**
   * Decides.
   *
   * @param backups the oldest first
   * @param zone whose days count
   * @return those that may be removed, the oldest first
   */
  public static <B extends Retained> List<B> superfluous(List<B> backups, Keep keep, ZoneId zone) {
    List<B> newestFirst = backups.reversed();
    List<B> good = newestFirst.stream().filter(b -> !b.isDamaged()).toList();
    Set<B> kept = new HashSet<>();
    Function<B, LocalDate> day = backup -> backup.takenAt().atZone(zone).toLocalDate();
    kept.addAll(newestOfEach(good, day, keep.daily()));
    kept.addAll(
        newestOfEach(
            good, backup -> day.apply(backup).with(WeekFields.ISO.dayOfWeek(), 1), keep.weekly()));
    kept.addAll(newestOfEach(good, backup -> YearMonth.from(day.apply(backup)), keep.monthly()));
    newestFirst.stream().findFirst().ifPresent(kept::add);
    good.stream().findFirst().ifPresent(kept::add);
    good.stream().filter(Retained::isProven).findFirst().ifPresent(kept::add);
    boolean provenSince = false;
    for (B backup : newestFirst) {
      if (backup.isDamaged() && !provenSince) {
        kept.add(backup);
      }
      provenSince |= backup.isProven();
    }
    return backups.stream().filter(backup -> !kept.contains(backup)).toList();
  }

  /** The newest of each of the last periods that have one. */
  private static <B extends Retained, P> List<B> newestOfEach(
      List<B> newestFirst, Function<B, P> period, int periods) {
    Set<P> seen = new LinkedHashSet<>();
    return newestFirst.stream()
        .filter(backup -> seen.size() < periods && seen.add(period.apply(backup)))
        .toList();
  }
}
