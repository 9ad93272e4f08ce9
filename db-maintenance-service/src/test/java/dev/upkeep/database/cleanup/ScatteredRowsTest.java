package dev.upkeep.database.cleanup;

import static dev.upkeep.database.cleanup.CleanupBench.archive;
import static dev.upkeep.database.cleanup.CleanupBench.holding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.database.unarchive.Unarchiving;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Old rows that lie together along the primary key, nearly so, or not at all. */
class ScatteredRowsTest {
  private static final int OLD = 2_500;

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
  void takesEachOldRowOnceHoweverTheyLieAlongTheKey() throws Exception {
    for (String second :
        List.of(
            "id", "id + CRC32(id) % 5", "2500 - id", "CRC32(id) % 100000", "CRC32(id) % 3", "0")) {
      bench.logs("audit", 2 * OLD);
      database.execute(
          """
          ALTER TABLE audit AUTO_INCREMENT = 9223372036854775900;
          INSERT INTO audit (what, created_at) SELECT 'of great number', '2019-12-31' FROM seq_1_to_10;
          UPDATE audit SET created_at = '2020-01-01' + INTERVAL (%s) SECOND WHERE id <= %d;
          """
              .formatted(second, OLD));

      RunByHand archived = bench.run(300, archive("audit", "created_at", "1y", "audit_archive"));

      assertThat(archived.complete().values())
          .as(second)
          .containsEntry("moved-rows", (long) OLD + 10);
      assertThat(database.count("audit")).as(second).isEqualTo(OLD);
      assertThat(
              database.count(
                  "audit_archive WHERE what = CONCAT('entry ', id) OR what = 'of great number'"))
          .as(second)
          .isEqualTo(OLD + 10);

      assertThat(Unarchiving.of(database, "audit", archived).complete().values())
          .as(second)
          .containsEntry("restored-rows", (long) OLD + 10);
      assertThat(database.count("audit")).as(second).isEqualTo(2 * OLD + 10);
      database.execute("DROP TABLE audit, audit_archive");
    }
  }

  @Test
  void leavesYoungAndHeldRowsThatLieBetweenOldOnes() throws Exception {
    bench.logs("audit", 2 * OLD);
    database.execute(
        """
        UPDATE audit SET created_at = UTC_TIMESTAMP() WHERE id % 100 = 0;
        UPDATE audit SET what = 'held' WHERE id % 150 = 1;
        """);
    var policy = archive("audit", "created_at", "1y", "audit_archive");

    bench.run(300, holding(policy, "what = 'held'")).complete();

    String stay = "(id > 2500 OR id % 100 = 0 OR what = 'held')";
    assertThat(database.count("audit WHERE NOT " + stay)).isZero();
    assertThat(database.count("audit WHERE " + stay)).isEqualTo(OLD + 25 + 17);
    assertThat(database.count("audit_archive")).isEqualTo(OLD - 25 - 17);
  }
}
