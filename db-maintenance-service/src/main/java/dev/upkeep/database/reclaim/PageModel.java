package dev.upkeep.database.reclaim;

import java.util.List;

/**
 * How many pages InnoDB needs for a freshly rebuilt table. The figures are those of InnoDB's sorted
 * index build (innodb_fill_factor 100) as measured on MariaDB 10.11 and 11.4.
 *
 * @param pageBytes {@code innodb_page_size}
 */
record PageModel(int pageBytes) {

  /** File and page headers, the two border records, the trailer. */
  private static final int OVERHEAD = 128;

  /** Pages of an index that are taken one by one; beyond them, whole extents are. */
  private static final int SINGLE_PAGES = 32;

  private static final int EXTENT = 64;

  /** An index's leaf segment is given extents ahead of need: so many pages, on average. */
  private static final int AHEAD = 96;

  /** From this many pages on, a segment or a file grows by four extents at once. */
  private static final int GROWS_BY_FOUR = 40 * EXTENT;

  /** Pages of the leaf level. A rebuild leaves a sixteenth of each clustered page free. */
  long leafPages(long rows, double entryBytes, boolean clustered) {
    double room = (clustered ? pageBytes * 15.0 / 16 : pageBytes) - OVERHEAD;
    return Math.max(1, (long) Math.ceil(rows * entryBytes / room));
  }

  /**
   * Size of the file in bytes.
   *
   * @param leafPages of each index, the off-page columns' with the clustered one's
   */
  long fileBytes(List<Long> leafPages) {
    long pages = 8;
    for (long leaves : leafPages) {
      long branches = leaves / 100 + 1;
      pages += leaves + branches;
      if (leaves > SINGLE_PAGES) {
        pages += AHEAD;
      }
      if (leaves > GROWS_BY_FOUR) {
        pages += 3 * EXTENT;
      }
    }
    if (pages <= EXTENT) {
      return pages * pageBytes;
    }
    long step = pages > GROWS_BY_FOUR ? 4L * EXTENT : EXTENT;
    return (pages + step - 1) / step * step * pageBytes;
  }
}
