package dev.upkeep.database.backupcheck;

import dev.upkeep.system.amount.Durations;
import dev.upkeep.system.amount.Percent;
import java.time.Duration;

/**
 * What {@code database.backup-check} can be told; the defaults are in the task's description.
 *
 * @param newestWithin how old the newest backup may be
 * @param provenWithin how long ago one may have been proven
 * @param sizeChange by how much the newest may differ from those before it
 * @param roomFor how many more backups the disk must hold
 * @param logsWithin how old the newest copied event of the binary logs may be, where they are
 *     copied
 */
public record BackupCheckParameters(
    String newestWithin, String provenWithin, String sizeChange, int roomFor, String logsWithin) {

  Duration newest() {
    return duration("newest-within", newestWithin);
  }

  Duration proven() {
    return duration("proven-within", provenWithin);
  }

  Duration logs() {
    return duration("logs-within", logsWithin);
  }

  Percent change() {
    return Percent.parse(sizeChange)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "size-change cannot be '%s'. %s".formatted(sizeChange, Percent.REMEDY)));
  }

  private static Duration duration(String name, String text) {
    return Durations.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s cannot be '%s'. %s".formatted(name, text, Durations.REMEDY)));
  }
}
