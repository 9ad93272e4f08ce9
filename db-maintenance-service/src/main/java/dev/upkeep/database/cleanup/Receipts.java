package dev.upkeep.database.cleanup;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetSession;
import java.util.stream.Collectors;

/**
 * One row for each committed batch, written in the batch's own transaction on the target: what a
 * crash cannot make untrue.
 */
final class Receipts {

  private static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS upkeep_receipts (
        component    VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
        run_id       CHAR(36) CHARACTER SET ascii NOT NULL,
        policy       VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'the table',
        batch        INT NOT NULL,
        fence        BIGINT NOT NULL,
        action       VARCHAR(16) CHARACTER SET ascii NOT NULL,
        cut_off      VARCHAR(32) CHARACTER SET ascii NOT NULL COMMENT 'what the age column was compared with',
        from_key     TEXT CHARACTER SET utf8mb4 NOT NULL COMMENT 'least primary key; binary parts in hex',
        to_key       TEXT CHARACTER SET utf8mb4 NOT NULL,
        row_count    BIGINT NOT NULL,
        committed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
        PRIMARY KEY (component, run_id, policy, batch),
        KEY upkeep_receipts_age (component, committed_at)
      ) ENGINE = InnoDB
      """;

  private static final int AT_ONCE = 500;

  static final String FORGET =
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
  private final Table table;

  /** What was committed so far by all attempts of a run. */
  record Total(long rows, long batches) {}

  Receipts(TargetSession session, StepContext context, Table table) {
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
  void prepare() {
    boolean there =
        session
            .sql(
                """
                SELECT 1 FROM information_schema.TABLES
                 WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'upkeep_receipts'
                """)
            .query(Integer.class)
            .optional()
            .isPresent();
    if (there) {
      forgetOld();
    } else {
      session.sql(CREATE).update();
    }
  }

  private void forgetOld() {
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

  /** Writes the receipt of the batch whose keys are in the batch table. */
  void write(String action, AgeLimit limit, long rows) {
    String key = keyAsText();
    String up = orderedBy("ASC");
    String down = orderedBy("DESC");
    session
        .sql(
            """
            INSERT INTO upkeep_receipts
              (component, run_id, policy, batch, fence, action, cut_off, from_key, to_key, row_count)
            SELECT :component, :run, :policy,
                   (SELECT COALESCE(MAX(r.batch), 0) + 1 FROM upkeep_receipts r
                     WHERE r.component = :component AND r.run_id = :run AND r.policy = :policy),
                   :fence, :action, :cutOff,
                   (SELECT %1$s FROM %4$s ORDER BY %2$s LIMIT 1),
                   (SELECT %1$s FROM %4$s ORDER BY %3$s LIMIT 1),
                   :rows
            """
                .formatted(key, up, down, Batch.KEYS))
        .param("component", component)
        .param("run", run)
        .param("policy", table.name())
        .param("fence", fence)
        .param("action", action)
        .param("cutOff", limit.text())
        .param("rows", rows)
        .update();
  }

  /** What the receipts of this run add up to. */
  Total total() {
    return session
        .sql(
            """
            SELECT COALESCE(SUM(row_count), 0), COUNT(*) FROM upkeep_receipts
             WHERE component = :component AND run_id = :run AND policy = :policy
            """)
        .param("component", component)
        .param("run", run)
        .param("policy", table.name())
        .query((row, number) -> new Total(row.getLong(1), row.getLong(2)))
        .single();
  }

  private String keyAsText() {
    return Batch.keyColumns(table).stream()
        .map(Receipts::asText)
        .collect(Collectors.joining(", ", "JSON_ARRAY(", ")"));
  }

  private static String asText(Column column) {
    String name = Quoted.identifier(column.name());
    boolean binary =
        column.charset().isEmpty()
            && (column.dataType().endsWith("binary")
                || column.dataType().endsWith("blob")
                || column.dataType().equals("bit"));
    return binary ? "HEX(" + name + ")" : "CAST(" + name + " AS CHAR)";
  }

  private String orderedBy(String direction) {
    return Batch.keyColumns(table).stream()
        .map(column -> Quoted.identifier(column.name()) + " " + direction)
        .collect(Collectors.joining(", "));
  }
}
