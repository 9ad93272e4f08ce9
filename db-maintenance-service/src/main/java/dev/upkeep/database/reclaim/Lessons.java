package dev.upkeep.database.reclaim;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What earlier rebuilds on a server teach about the next one. How far the model of pages was off is
 * a matter of a table's shape, so a table learns that from itself alone; how fast the server
 * rebuilds, it learns from other tables as long as it has not been rebuilt itself.
 *
 * @param past the newest first
 */
record Lessons(List<PastRebuild> past) {

  /** Nothing was rebuilt yet. */
  static final Lessons NONE = new Lessons(List.of());

  /** Older rebuilds of a table tell of data and settings that are gone. */
  private static final int NEWEST = 3;

  /** Further off than this, a lesson tells of something else than of the table's shape. */
  private static final double MOST = 2;

  Lessons {
    past = List.copyOf(past);
  }

  /** The estimate with what was learnt. */
  ReclaimEstimate applied(ReclaimEstimate modelled) {
    List<PastRebuild> own = of(modelled.table());
    double factor = median(own, PastRebuild::factor).orElse(1.0);
    double bounded = Math.clamp(factor, 1 / MOST, MOST);
    Optional<Long> expected =
        median(own.isEmpty() ? past : own, PastRebuild::bytesAMillisecond)
            .map(speed -> Math.round(modelled.fileBytes() / speed));
    return modelled.learnt(Math.round(modelled.modelledBytes() * bounded), expected);
  }

  private List<PastRebuild> of(String table) {
    return past.stream().filter(p -> p.table().equals(table)).limit(NEWEST).toList();
  }

  private static Optional<Double> median(
      List<PastRebuild> rebuilds, ToDoubleFunction<PastRebuild> figure) {
    double[] sorted = rebuilds.stream().mapToDouble(figure).filter(f -> f > 0).sorted().toArray();
    return sorted.length == 0 ? Optional.empty() : Optional.of(sorted[sorted.length / 2]);
  }
}
