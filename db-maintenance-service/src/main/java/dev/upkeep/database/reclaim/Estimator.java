package dev.upkeep.database.reclaim;

import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.ServerSays;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Foretells how large a table would be after a rebuild: rows times their sampled length, laid out
 * on pages as InnoDB would. {@code DATA_FREE} is of no use for it: it counts whole free extents and
 * says 1 % where 81 % can be had.
 */
public final class Estimator {

  /** How long rows may be counted; of a table that needs longer, InnoDB's estimate is taken. */
  private static final Duration COUNTING = Duration.ofSeconds(2);

  private final TargetSession session;
  private final FileSizes sizes;
  private final PageModel pages;

  public Estimator(TargetSession session, FileSizes sizes) {
    this.session = session;
    this.sizes = sizes;
    this.pages =
        new PageModel(session.sql("SELECT @@innodb_page_size").query(Integer.class).single());
  }

  /** Why there can be no estimate, or nothing against it. */
  public Optional<String> obstacle(Table table) {
    if (!table.isInnoDb()) {
      return Optional.of("its engine is " + table.engine() + ", not InnoDB");
    }
    if (table.rowFormat().equalsIgnoreCase("Compressed")
        || table.options().toLowerCase(java.util.Locale.ROOT).contains("page_compressed")) {
      return Optional.of("it is compressed, so its pages cannot be foretold");
    }
    for (Index index : table.indexes()) {
      if (index.type().equals("FULLTEXT") || index.type().equals("SPATIAL")) {
        return Optional.of(
            "its %s index %s cannot be rebuilt while the application writes"
                .formatted(index.type(), index.name()));
      }
    }
    return sizes.of(table).isEmpty()
        ? Optional.of("it has no file of its own (innodb_file_per_table)")
        : Optional.empty();
  }

  /** Estimates a table against which there is no obstacle. */
  public ReclaimEstimate estimate(Table table) {
    long fileBytes = sizes.of(table).orElse(0L);
    if (fileBytes < ReclaimEstimate.LEAST_BYTES) {
      return estimated(table, fileBytes, fileBytes, 0, table.rows(), false);
    }
    Optional<Long> count = count(table);
    long rows = count.orElse(table.rows());
    var lengths = new RowLengths(table, pages.pageBytes());
    RowSample sample = RowSample.of(session, table, lengths);
    List<Long> leafPages = new ArrayList<>();
    leafPages.add(
        pages.leafPages(rows, sample.rowBytes(), true) + Math.round(rows * sample.offPages()));
    for (double entryBytes : sample.entryBytes()) {
      leafPages.add(pages.leafPages(rows, entryBytes, false));
    }
    long files = Math.max(1, partitions(table));
    List<Long> perFile = leafPages.stream().map(leaves -> (leaves + files - 1) / files).toList();
    long indexBytes =
        leafPages.stream().skip(1).mapToLong(Long::longValue).sum() * pages.pageBytes();
    return estimated(
        table, fileBytes, files * pages.fileBytes(perFile), indexBytes, rows, count.isPresent());
  }

  private static ReclaimEstimate estimated(
      Table table, long fileBytes, long modelled, long indexBytes, long rows, boolean counted) {
    return new ReclaimEstimate(
        table.name(),
        fileBytes,
        modelled,
        modelled,
        indexBytes,
        rows,
        counted,
        table.madeAt().map(Object::toString).orElse(""),
        Optional.empty());
  }

  private Optional<Long> count(Table table) {
    try {
      return Optional.of(
          session
              .sql(
                  "SET STATEMENT max_statement_time = %d FOR SELECT COUNT(*) FROM %s"
                      .formatted(COUNTING.toSeconds(), table.sql()))
              .query(Long.class)
              .single());
    } catch (RuntimeException e) {
      if (ServerSays.code(e, ServerSays.STATEMENT_TIMEOUT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private long partitions(Table table) {
    return table.options().contains("partitioned")
        ? session
            .sql(
                """
                SELECT COUNT(*) FROM information_schema.PARTITIONS
                 WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = :table
                """)
            .param("table", table.name())
            .query(Long.class)
            .single()
        : 1;
  }
}
