package dev.upkeep.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What operators know of a database's queries.
 *
 * @param indexes what they want of its indexes, one entry per index
 * @param queries those they care about
 * @param slowLog where Upkeep's worker sees the server's slow query log, if that is not where the
 *     server says; an absolute path
 */
public record Tuning(List<WantedIndex> indexes, List<NamedQuery> queries, Optional<Path> slowLog) {

  private static final Tuning NONE = new Tuning(List.of(), List.of(), Optional.empty());

  public Tuning {
    indexes = List.copyOf(indexes);
    queries = List.copyOf(queries);
  }

  /** They have said nothing. */
  public static Tuning none() {
    return NONE;
  }
}
