package dev.upkeep.database.receipt;

import dev.upkeep.system.database.TargetSession;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The receipts of a table as a chain: each has the hash of the one before, over all runs. Who
 * changes, adds or removes one breaks it there. Receipts that were kept long enough are forgotten
 * from the front, so a chain begins with the oldest one that is left.
 */
public final class ReceiptChain {

  private ReceiptChain() {}

  /**
   * What the chains of a component look like.
   *
   * @param links how many receipts were looked at
   * @param unchained receipts of the first release, which are in no chain
   * @param heads by table, the hash of its last receipt
   * @param broken the first broken link of each chain, in words; empty when all is well
   */
  public record Verdict(
      long links, long unchained, Map<String, String> heads, List<Broken> broken) {
    public Verdict {
      broken = List.copyOf(broken);
    }
  }

  /** Where a table's chain is broken first. */
  public record Broken(String table, String words) {}

  /**
   * SHA-256 of a receipt, with the hash of the one before in it. All is converted to one character
   * set, since the server refuses to put letters of any script beside a column of ASCII.
   */
  static String hashOf(String row) {
    return Stream.of(
            "previous",
            "component",
            "policy",
            "link",
            "run_id",
            "batch",
            "fence",
            "action",
            "cut_off",
            "from_key",
            "to_key",
            "row_count",
            "committed_at",
            "archive",
            "row_columns",
            "SHA2(row_keys, 256)",
            "row_digest",
            "takes_back")
        .map(column -> "CONVERT(IFNULL(%s, '') USING utf8mb4)".formatted(owned(row, column)))
        .collect(
            Collectors.joining(", ", "CONVERT(SHA2(CONCAT_WS(CHAR(31), ", "), 256) USING ascii)"));
  }

  private static String owned(String row, String column) {
    return column.startsWith("SHA2(")
        ? column.replace("(row", "(" + row + ".row")
        : row + "." + column;
  }

  /** Looks at the chains of all tables of the component. */
  public static Verdict check(TargetSession session) {
    String component = session.database().label();
    List<Broken> broken =
        session
            .sql(
                """
                SELECT policy, link, run_id, batch, before_link,
                       hash <> computed AS changed
                  FROM (SELECT r.policy, r.link, r.run_id, r.batch, r.hash, r.previous, %s AS computed,
                               LAG(r.link) OVER chain AS before_link,
                               LAG(r.hash) OVER chain AS before_hash
                          FROM upkeep_receipts AS r
                         WHERE r.component = :component AND r.link IS NOT NULL
                        WINDOW chain AS (PARTITION BY r.policy ORDER BY r.link)) AS links
                 WHERE hash <> computed
                    OR (before_link IS NOT NULL AND (link <> before_link + 1 OR previous <> before_hash))
                 ORDER BY policy, link
                """
                    .formatted(hashOf("r")))
            .param("component", component)
            .query(
                (row, number) ->
                    new Broken(
                        row.getString("policy"),
                        words(
                            row.getLong("link"),
                            row.getString("run_id"),
                            row.getInt("batch"),
                            row.getLong("before_link"),
                            row.getBoolean("changed"))))
            .list();
    Map<String, String> heads = heads(session);
    return session
        .sql(
            """
            SELECT COUNT(link), SUM(link IS NULL) FROM upkeep_receipts WHERE component = :component
            """)
        .param("component", component)
        .query((row, number) -> new Verdict(row.getLong(1), row.getLong(2), heads, firsts(broken)))
        .single();
  }

  private static List<Broken> firsts(List<Broken> broken) {
    return List.copyOf(
        broken.stream()
            .collect(
                Collectors.toMap(
                    Broken::table, one -> one, (first, later) -> first, LinkedHashMap::new))
            .values());
  }

  private static String words(long link, String run, int batch, long before, boolean changed) {
    String which = "link %d (batch %d of run %s)".formatted(link, batch, run);
    if (changed) {
      return which + " is not what was written";
    }
    return link == before + 1
        ? which + " does not follow the link before it"
        : "%s follows link %d: what was between is gone".formatted(which, before);
  }

  /** The hash of the last receipt of each table, which stands for its whole chain. */
  private static Map<String, String> heads(TargetSession session) {
    Map<String, String> heads = new LinkedHashMap<>();
    session
        .sql(
            """
            SELECT r.policy, r.hash
              FROM upkeep_receipts AS r
              JOIN (SELECT policy, MAX(link) AS link FROM upkeep_receipts
                     WHERE component = :component GROUP BY policy) AS last
                ON last.policy = r.policy AND last.link = r.link
             WHERE r.component = :component
             ORDER BY r.policy
            """)
        .param("component", session.database().label())
        .query(
            row -> {
              heads.put(row.getString(1), row.getString(2));
            });
    return heads;
  }
}
