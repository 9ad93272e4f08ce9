package dev.upkeep.dbcampaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.testkit.TestDatabase;
import java.util.List;

/** A table that is to have one index more. */
record Letters() implements Campaign.Data {
  @Override
  public void fill(TestDatabase database) throws Exception {
    database.execute(
        """
        CREATE TABLE letters (id INT NOT NULL PRIMARY KEY, who INT NOT NULL, at DATETIME NOT NULL);
        INSERT INTO letters SELECT seq, seq % 100, NOW() - INTERVAL seq MINUTE FROM seq_1_to_5000;
        """);
  }

  @Override
  public void assertNothingLost(TestDatabase database) {
    assertThat(database.count("letters")).isEqualTo(5000);
    assertThat(indexes(database)).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(2);
  }

  @Override
  public void assertDone(TestDatabase database) {
    assertThat(indexes(database)).containsExactlyInAnyOrder("PRIMARY", "by_at");
  }

  private static List<String> indexes(TestDatabase database) {
    return database
        .sql(
            """
            SELECT INDEX_NAME FROM information_schema.STATISTICS
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'letters' AND SEQ_IN_INDEX = 1
            """)
        .query(String.class)
        .list();
  }
}
