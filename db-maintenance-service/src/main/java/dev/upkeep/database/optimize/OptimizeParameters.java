package dev.upkeep.database.optimize;

import dev.upkeep.system.amount.Durations;
import dev.upkeep.system.amount.Percent;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code database.optimize} can be told; the defaults are in the task's description.
 *
 * @param rebuildWhenReclaimable the share of its file that a table's rebuild must give back
 * @param lockWaitLimit the longest that the application may be kept waiting
 * @param tables the tables to look at; all if it is not given
 */
public record OptimizeParameters(
    String rebuildWhenReclaimable, String lockWaitLimit, @Nullable List<String> tables) {

  public OptimizeParameters {
    tables = tables == null ? List.of() : List.copyOf(tables);
  }

  Percent threshold() {
    return Percent.parse(rebuildWhenReclaimable)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "rebuild-when-reclaimable cannot be '%s'. %s"
                        .formatted(rebuildWhenReclaimable, Percent.REMEDY)));
  }

  Duration lockWait() {
    return Durations.parse(lockWaitLimit)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "lock-wait-limit cannot be '%s'. %s"
                        .formatted(lockWaitLimit, Durations.REMEDY)));
  }

  List<String> chosenTables() {
    return tables == null ? List.of() : tables;
  }
}
