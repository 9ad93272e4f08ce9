package dev.upkeep.database.cleanup;

import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The receipts of archived batches whose rows are still in the archive. */
final class ArchivedBatches {

  /** A receipt's column that says what it is; the words stay, whatever steps are called. */
  static final String ARCHIVE = "archive";

  static final String UNARCHIVE = "unarchive";

  private ArchivedBatches() {}

  /**
   * Those that are asked for, in order.
   *
   * @throws TargetProblem if there are none, or one cannot be relied on; it is named
   */
  static List<Receipt> wanted(TargetSession session, UnarchiveParameters parameters)
      throws TargetProblem {
    if (!ReceiptTable.isThere(session) || ReceiptTable.isOld(session)) {
      throw TargetProblem.lasting(
          "Nothing on this database was archived with receipts that say which rows they are of.",
          "Copy the rows back by hand: INSERT … SELECT from the archive");
    }
    List<Receipt> all =
        of(session, parameters.table(), ARCHIVE).stream()
            .filter(receipt -> receipt.run().equals(parameters.run()))
            .filter(receipt -> parameters.wants(receipt.batch()))
            .toList();
    if (all.isEmpty()) {
      throw TargetProblem.lasting(
          "Run %s has no archived batch of '%s' whose rows are still in the archive%s."
              .formatted(
                  parameters.run(),
                  parameters.table(),
                  parameters.batches() == null || parameters.batches().isEmpty()
                      ? ""
                      : " among " + parameters.batches()),
          "Runs that have: " + runs(session, parameters.table()));
    }
    requireUnbroken(session, parameters);
    return all;
  }

  /** Of a table and an action; those whose rows have gone back since are left out. */
  static List<Receipt> of(TargetSession session, String table, String action) {
    return session
        .sql(
            """
            SELECT r.run_id, r.policy, r.batch, r.row_count, r.from_key, r.to_key, r.archive, r.row_columns, r.row_digest
              FROM upkeep_receipts AS r
             WHERE r.component = :component AND r.policy = :policy AND r.action = :action
               AND r.row_keys IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM upkeep_receipts AS b
                                WHERE b.component = r.component AND b.policy = r.policy
                                  AND b.takes_back = CONCAT(r.run_id, '/', r.batch))
             ORDER BY r.link
            """)
        .param("component", session.database().label())
        .param("policy", table)
        .param("action", action)
        .query(
            (row, number) ->
                new Receipt(
                    row.getString("run_id"),
                    row.getString("policy"),
                    row.getInt("batch"),
                    row.getLong("row_count"),
                    row.getString("from_key"),
                    row.getString("to_key"),
                    row.getString("archive"),
                    Arrays.asList(
                        JsonMapper.shared()
                            .readValue(row.getString("row_columns"), String[].class)),
                    row.getString("row_digest")))
        .list();
  }

  private static void requireUnbroken(TargetSession session, UnarchiveParameters parameters)
      throws TargetProblem {
    for (ReceiptChain.Broken broken : ReceiptChain.check(session).broken()) {
      if (broken.table().equals(parameters.table())) {
        throw TargetProblem.lasting(
            "The receipts of '%s' were changed: %s.".formatted(broken.table(), broken.words()),
            "Find out who writes to upkeep_receipts; copy the rows back by hand when you know which"
                + " they are");
      }
    }
  }

  private static String runs(TargetSession session, String table) {
    List<String> runs =
        of(session, table, ARCHIVE).reversed().stream()
            .map(Receipt::run)
            .distinct()
            .limit(5)
            .toList();
    return runs.isEmpty() ? "none" : String.join(", ", runs);
  }
}
