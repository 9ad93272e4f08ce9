package dev.upkeep.dbcampaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.testkit.TestDatabase;

/** A table of which little is left. */
record Fragments() implements Campaign.Data {
  @Override
  public void fill(TestDatabase database) throws Exception {
    database.execute(
        """
        CREATE TABLE shrunk (id INT NOT NULL PRIMARY KEY, what VARCHAR(1000) NOT NULL) STATS_AUTO_RECALC = 0;
        INSERT INTO shrunk SELECT seq, REPEAT('x', 900) FROM seq_1_to_10000;
        DELETE FROM shrunk WHERE id % 20 <> 0;
        """);
  }

  @Override
  public void assertNothingLost(TestDatabase database) {
    assertThat(database.count("shrunk")).isEqualTo(500);
  }

  @Override
  public void assertDone(TestDatabase database) {
    assertNothingLost(database);
    assertThat(
            database
                .sql(
                    """
                    SELECT FILE_SIZE FROM information_schema.INNODB_SYS_TABLESPACES
                     WHERE NAME = CONCAT(DATABASE(), '/shrunk')
                    """)
                .query(Long.class)
                .single())
        .isLessThan(3L << 20);
  }
}
