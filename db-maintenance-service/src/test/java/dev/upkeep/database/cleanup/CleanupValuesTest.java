package dev.upkeep.database.cleanup;

import static dev.upkeep.database.cleanup.CleanupBench.archive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.database.unarchive.Unarchiving;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of every kind arrive as they were. */
class CleanupValuesTest {
  private CleanupBench bench;
  private TestDatabase database;

  @BeforeEach
  void make() throws SQLException {
    bench = new CleanupBench();
    database = bench.database;
  }

  @AfterEach
  void drop() throws SQLException {
    bench.close();
  }

  @Test
  void keepsEveryKindOfValueAsItWas() throws Exception {
    database.execute(
        """
        CREATE TABLE `we``ird ?:x "t'able` (
          `select` BIGINT UNSIGNED NOT NULL, `gr-üße` VARBINARY(20) NOT NULL,
          thai VARCHAR(100) CHARACTER SET utf8mb4, emoji TEXT CHARACTER SET utf8mb4,
          latin CHAR(10) CHARACTER SET latin1, nul VARBINARY(100), doc JSON, bits BIT(13),
          price DECIMAL(20,6), ratio DOUBLE, half FLOAT, day DATE, at DATETIME(6) NOT NULL, ts TIMESTAMP(6) NULL,
          t TIME(3), e ENUM('a','ข'), s SET('x','y'), big LONGBLOB, u UUID,
          total DECIMAL(30,6) AS (price * 2) STORED, short VARCHAR(3) AS (LEFT(thai, 3)) VIRTUAL,
          PRIMARY KEY (`gr-üße`, `select`));
        CREATE TABLE archive LIKE `we``ird ?:x "t'able`;
        INSERT INTO `we``ird ?:x "t'able`
          (`select`, `gr-üße`, thai, emoji, latin, nul, doc, bits, price, ratio, half, day, at, ts, t, e, s, big, u)
        SELECT seq % 7, CONCAT(UNHEX('00FF'), seq), REPEAT('กำ', seq % 30), CONCAT('👩‍👩‍👧 ', seq), 'é',
               CONCAT(CHAR(0), seq, CHAR(0)), '{"k": ["\\u0e01", null]}', seq % 8192, seq / 7, 1 / seq, 1 / seq,
               '2020-02-29', '2020-02-29 12:00:00.123456' + INTERVAL seq SECOND, '2020-01-01 00:00:00.5', '-838:59:59',
               IF(seq % 2, 'a', 'ข'), 'x,y', REPEAT('b', seq * 40), UUID()
          FROM seq_1_to_500;
        SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO');
        """);
    String digest =
        """
        SELECT SHA2(GROUP_CONCAT(row_digest ORDER BY row_digest SEPARATOR ''), 256) FROM (
          SELECT SHA2(CONCAT_WS('|', `select`, HEX(`gr-üße`), HEX(thai), HEX(emoji), HEX(latin), HEX(nul), HEX(doc),
                 HEX(bits), price, HEX(ratio), ratio, half, day, at, ts, t, e, s, HEX(big), u, total, short), 256) AS row_digest
            FROM %s) AS digests
        """;
    database.execute("SET SESSION group_concat_max_len = 1000000");
    String before =
        database.sql(digest.formatted("`we``ird ?:x \"t'able`")).query(String.class).single();

    RunByHand archived = bench.run(37, archive("we`ird ?:x \"t'able", "at", "1y", "archive"));
    archived.complete();

    assertThat(database.count("`we``ird ?:x \"t'able`")).isZero();
    assertThat(database.sql(digest.formatted("archive")).query(String.class).single())
        .isEqualTo(before);

    Unarchiving.of(bench.database, "we`ird ?:x \"t'able", archived).complete();

    assertThat(database.count("archive")).isZero();
    assertThat(
            database.sql(digest.formatted("`we``ird ?:x \"t'able`")).query(String.class).single())
        .isEqualTo(before);
  }

  @Test
  void walksKeysOfEveryTypeWithoutAnIndexOnTheAge() throws Exception {
    for (String type :
        List.of(
            "VARCHAR(40) COLLATE utf8mb4_uca1400_ai_ci",
            "VARBINARY(40)",
            "DECIMAL(20,3)",
            "DATETIME(6)",
            "UUID",
            "ENUM('c','b','a')",
            "DOUBLE")) {
      database.execute(
          """
          CREATE OR REPLACE TABLE t (k %1$s NOT NULL, n INT NOT NULL, at DATETIME NOT NULL, PRIMARY KEY (k, n));
          CREATE OR REPLACE TABLE a LIKE t;
          INSERT INTO t SELECT %2$s, seq, '2020-01-01' + INTERVAL (seq %% 2) * 10 YEAR FROM seq_1_to_1000;
          """
              .formatted(
                  type,
                  type.startsWith("ENUM")
                      ? "1 + seq % 3"
                      : type.equals("UUID")
                          ? "CAST(UUID() AS UUID)"
                          : type.startsWith("DATETIME")
                              ? "'2020-01-01' + INTERVAL CRC32(seq) % 1000 * 1.5 SECOND"
                              : "CRC32(seq) % 300"));

      RunByHand archived = bench.run(23, archive("t", "at", "2y", "a"));

      assertThat(archived.complete().values()).as(type).containsEntry("moved-rows", 500L);
      assertThat(database.count("t")).as(type).isEqualTo(500);
      assertThat(database.count("a")).as(type).isEqualTo(500);

      assertThat(Unarchiving.of(bench.database, "t", archived).complete().values())
          .as(type)
          .containsEntry("restored-rows", 500L);
      assertThat(database.count("t")).as(type).isEqualTo(1_000);
      assertThat(database.count("a")).as(type).isZero();
    }
  }
}
