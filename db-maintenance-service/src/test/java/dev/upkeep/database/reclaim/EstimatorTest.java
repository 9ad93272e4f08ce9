package dev.upkeep.database.reclaim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.database.testkit.TestServer;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimatorTest {

  /** Points of a percentage between what was foretold and what a rebuild really gave back. */
  private static final double TOLERANCE = 10;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          randomly deleted  | id INT PRIMARY KEY, v VARCHAR(300) NOT NULL, KEY (v)        | seq, CONCAT(CRC32(seq), REPEAT('x', 200))                       | CRC32(id) % 10 < 8
          half deleted      | id INT PRIMARY KEY, v VARCHAR(300)                          | seq, REPEAT('ก', seq % 90)                                      | id % 2 = 0
          nothing deleted   | id INT PRIMARY KEY, v VARCHAR(300)                          | seq, REPEAT('y', 250)                                           | FALSE
          one end deleted   | id INT PRIMARY KEY, v VARCHAR(300), n BIGINT, KEY (n)       | seq, REPEAT('z', 250), CRC32(seq)                               | id < 20000
          random keys       | u BINARY(16) PRIMARY KEY, v VARCHAR(200)                    | UNHEX(MD5(seq)), REPEAT('r', 150)                               | ORD(u) % 4 > 0
          many columns      | id BIGINT PRIMARY KEY, d DECIMAL(20,4), t DATETIME(3), e ENUM('a','b'), c CHAR(40), j JSON, UNIQUE KEY (t, id) | seq, seq / 3, NOW(3), 'a', 'c', CONCAT('{"k":"', REPEAT('j', 150), '"}') | id % 3 > 0
          no primary key    | a INT NOT NULL, v VARCHAR(300)                              | seq, REPEAT('k', 250)                                           | a % 5 > 0
          long texts        | id INT PRIMARY KEY, t MEDIUMTEXT                            | seq, IF(seq % 20 = 0, REPEAT('t', 12000), 'short')              | id % 40 = 0
          """)
  void foretellsWhatARebuildGivesBack(String shape, String columns, String values, String deleted)
      throws Exception {
    for (TestServer server : TestServer.here().toList()) {
      foretells(server, shape, columns, values, deleted);
    }
  }

  private static void foretells(
      TestServer server, String shape, String columns, String values, String deleted)
      throws Exception {
    try (TestDatabase database = TestDatabase.withGrantsOf("database.optimize", server.server())) {
      database.execute(
          """
          CREATE TABLE t (%s);
          INSERT INTO t SELECT %s FROM seq_1_to_25000;
          DELETE FROM t WHERE %s;
          """
              .formatted(columns, values, deleted));
      try (TargetSession session =
          database.door(ZoneOffset.UTC).named("dms", "database").open(Duration.ofSeconds(30))) {
        Table table = Tables.in(session).require("t");
        ReclaimEstimate estimate = new Estimator(session, FileSizes.in(session)).estimate(table);

        session.sql("ALTER TABLE t FORCE").update();
        long after = FileSizes.in(session).of(table).orElseThrow();
        double really = 100.0 * (estimate.fileBytes() - after) / estimate.fileBytes();

        assertThat(100 * estimate.share())
            .as("%s on %s: %s, really %d bytes", shape, server, estimate, after)
            .isBetween(really - TOLERANCE, really + TOLERANCE);
      }
    }
  }
}
