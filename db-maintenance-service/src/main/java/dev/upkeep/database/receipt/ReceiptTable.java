package dev.upkeep.database.receipt;

import dev.upkeep.system.database.TargetSession;
import java.util.List;

/**
 * The table of receipts on the target: made where it is missing, brought up to date where it is
 * old.
 */
public final class ReceiptTable {

  /** What the table of the first release did not have. Its rows have none of it. */
  private static final List<String> SINCE_THE_CHAIN =
      List.of(
          "archive     VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'where archived rows went'",
          "row_columns TEXT CHARACTER SET utf8mb4 NULL COMMENT 'what was digested, JSON'",
          "row_keys    LONGBLOB NULL COMMENT 'primary keys of archived rows, JSON, as COMPRESS() has it'",
          "row_digest  VARCHAR(40) CHARACTER SET ascii NULL",
          "takes_back  VARCHAR(48) CHARACTER SET ascii NULL COMMENT 'run/batch whose rows went back'",
          "link        BIGINT NULL COMMENT 'place in the chain of this component and policy'",
          "previous    CHAR(64) CHARACTER SET ascii NULL COMMENT 'hash of the link before'",
          "hash        CHAR(64) CHARACTER SET ascii NULL COMMENT 'SHA-256 of all of the above'");

  private static final String CHAIN_KEY =
      "UNIQUE KEY upkeep_receipts_chain (component, policy, link)";

  private ReceiptTable() {}

  /** In statements of its own, before any transaction. */
  static void prepare(TargetSession session) {
    if (isOld(session)) {
      session
          .sql(
              "ALTER TABLE upkeep_receipts ADD COLUMN %s, ADD %s, ALGORITHM = INPLACE, LOCK = NONE"
                  .formatted(String.join(", ADD COLUMN ", SINCE_THE_CHAIN), CHAIN_KEY))
          .update();
    } else if (!isThere(session)) {
      session
          .sql(
              """
            CREATE TABLE IF NOT EXISTS upkeep_receipts (
              component    VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
              run_id       CHAR(36) CHARACTER SET ascii NOT NULL,
              policy       VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'the table',
              batch        INT NOT NULL,
              fence        BIGINT NOT NULL,
              action       VARCHAR(16) CHARACTER SET ascii NOT NULL,
              cut_off      VARCHAR(32) CHARACTER SET ascii NOT NULL COMMENT 'what the age column was compared with',
              from_key     TEXT CHARACTER SET utf8mb4 NOT NULL COMMENT 'primary key of the row taken first; binary parts in hex',
              to_key       TEXT CHARACTER SET utf8mb4 NOT NULL COMMENT 'and last',
              row_count    BIGINT NOT NULL,
              committed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
              %1$s,
              PRIMARY KEY (component, run_id, policy, batch),
              KEY upkeep_receipts_age (component, committed_at),
              %2$s
            ) ENGINE = InnoDB
            """
                  .formatted(String.join(",\n  ", SINCE_THE_CHAIN), CHAIN_KEY))
          .update();
    }
  }

  /** Asked first, so that an account without CREATE can work where the table is there. */
  public static boolean isThere(TargetSession session) {
    return hasColumn(session, "batch");
  }

  /** Whether the table is one of the first release, which knew no chain. */
  public static boolean isOld(TargetSession session) {
    return isThere(session) && !hasColumn(session, "hash");
  }

  private static boolean hasColumn(TargetSession session, String column) {
    return session
        .sql(
            """
            SELECT 1 FROM information_schema.COLUMNS
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'upkeep_receipts'
               AND COLUMN_NAME = :column
            """)
        .param("column", column)
        .query(Integer.class)
        .optional()
        .isPresent();
  }
}
