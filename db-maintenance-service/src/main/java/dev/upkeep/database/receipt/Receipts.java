package dev.upkeep.database.receipt;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.table.Column;
import dev.upkeep.system.database.TargetSession;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * One row for each committed batch, written in the batch's own transaction on the target: what a
 * crash cannot make untrue.
 */
public final class Receipts {

  private static final int AT_ONCE = 500;

  private static final String FORGET =
      """
      DELETE FROM upkeep_receipts
       WHERE component = :component AND committed_at < NOW(6) - INTERVAL :kept SECOND
         AND run_id <> :run
       ORDER BY committed_at
       LIMIT :most
      """;

  private final TargetSession session;
  private final String component;
  private final String run;
  private final long fence;
  private final String table;

  /** What was committed so far by all attempts of a run. */
  public record Total(long rows, long batches) {}

  public Receipts(TargetSession session, StepContext context, String table) {
    this.session = session;
    this.component = session.database().label();
    this.run = context.run().taskRunId().toString();
    this.fence = context.fence();
    this.table = table;
  }

  /**
   * Makes the table if it is not there, and forgets receipts of runs that ended long ago; in
   * statements of their own, before any transaction.
   */
  public void prepare() {
    ReceiptTable.prepare(session);
    int last = AT_ONCE;
    while (last == AT_ONCE) {
      last =
          session
              .sql(FORGET)
              .param("component", component)
              .param("run", run)
              .param("kept", session.database().recordsKept().toSeconds())
              .param("most", AT_ONCE)
              .update();
    }
  }

  /**
   * Writes the receipt of a batch.
   *
   * @param takesBack the receipt whose rows go back, if that is what is done
   */
  public void write(String action, String cutOff, Taken taken, Optional<String> takesBack) {
    session
        .sql(
            """
            INSERT INTO upkeep_receipts
              (component, run_id, policy, batch, fence, action, cut_off, from_key, to_key, row_count,
               committed_at, archive, row_columns, row_keys, row_digest, takes_back, link, previous, hash)
            SELECT r.*, %1$s
              FROM (SELECT :component AS component, :run AS run_id, :policy AS policy,
                           (SELECT COALESCE(MAX(o.batch), 0) + 1 FROM upkeep_receipts AS o
                             WHERE o.component = :component AND o.run_id = :run AND o.policy = :policy) AS batch,
                           :fence AS fence, :action AS action, :cutOff AS cut_off,
                           :fromKey AS from_key, :toKey AS to_key,
                           :rows AS row_count, NOW(6) AS committed_at,
                           :archive AS archive, :columns AS row_columns, COMPRESS(:keys) AS row_keys,
                           :digest AS row_digest, :takesBack AS takes_back,
                           COALESCE(head.link, 0) + 1 AS link, COALESCE(head.hash, '') AS previous
                      FROM (SELECT 1) AS one
                      LEFT JOIN (SELECT h.link, h.hash FROM upkeep_receipts AS h
                                  WHERE h.component = :component AND h.policy = :policy AND h.link IS NOT NULL
                                  ORDER BY h.link DESC LIMIT 1) AS head ON TRUE) AS r
            """
                .formatted(ReceiptChain.hashOf("r")))
        .param("component", component)
        .param("run", run)
        .param("policy", table)
        .param("fence", fence)
        .param("action", action)
        .param("cutOff", cutOff)
        .param("rows", taken.sealed().rows())
        .param("fromKey", taken.fromKey())
        .param("toKey", taken.toKey())
        .param("archive", taken.archived().map(Taken.Archived::table).orElse(null))
        .param("keys", taken.archived().map(Taken.Archived::keys).orElse(null))
        .param(
            "columns",
            JsonMapper.shared()
                .writeValueAsString(taken.columns().stream().map(Column::name).toList()))
        .param("digest", taken.sealed().digest())
        .param("takesBack", takesBack.orElse(null))
        .update();
  }

  /** What the receipts of this run add up to. */
  public Total total() {
    return session
        .sql(
            """
            SELECT COALESCE(SUM(row_count), 0), COUNT(*) FROM upkeep_receipts
             WHERE component = :component AND run_id = :run AND policy = :policy
            """)
        .param("component", component)
        .param("run", run)
        .param("policy", table)
        .query((row, number) -> new Total(row.getLong(1), row.getLong(2)))
        .single();
  }
}
