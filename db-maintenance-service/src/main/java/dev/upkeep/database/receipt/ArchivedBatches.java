package dev.upkeep.database.receipt;

import dev.upkeep.system.database.TargetSession;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The receipts of archived batches whose rows are still in the archive. */
public final class ArchivedBatches {

  /** A receipt's column that says what it is; the words stay, whatever steps are called. */
  public static final String ARCHIVE = "archive";

  public static final String UNARCHIVE = "unarchive";

  private ArchivedBatches() {}

  /** Of a table and an action; those whose rows have gone back since are left out. */
  public static List<Receipt> of(TargetSession session, String table, String action) {
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
}
