package dev.upkeep.dbcampaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.testkit.TestDatabase;

/** Half of the rows are old. */
record OldRows(int rows) implements Campaign.Data {
  @Override
  public void fill(TestDatabase database) throws Exception {
    database.execute(
        """
        CREATE TABLE audit (id INT NOT NULL PRIMARY KEY, what VARCHAR(50), at DATETIME NOT NULL);
        CREATE TABLE audit_archive LIKE audit;
        CREATE TABLE notes (id INT NOT NULL PRIMARY KEY, at DATETIME);
        INSERT INTO audit SELECT seq, CONCAT('row ', seq), IF(seq <= %1$d / 2, '2020-01-01', NOW()) FROM seq_1_to_%1$d;
        INSERT INTO notes SELECT seq, IF(seq <= 100, '2020-01-01', NULL) FROM seq_1_to_200;
        """
            .formatted(rows));
  }

  @Override
  public void assertNothingLost(TestDatabase database) {
    assertThat(
            database
                .sql(
                    """
                    SELECT CONCAT(COUNT(*), '/', COUNT(DISTINCT id), '/', SUM(what = CONCAT('row ', id)))
                      FROM (SELECT id, what FROM audit UNION ALL SELECT id, what FROM audit_archive) AS both_tables
                    """)
                .query(String.class)
                .single())
        .isEqualTo("%1$d/%1$d/%1$d".formatted(rows));
    assertThat(database.count("notes WHERE at IS NULL OR at > '2021-01-01'")).isEqualTo(100);
  }

  @Override
  public void assertDone(TestDatabase database) {
    assertNothingLost(database);
    assertThat(database.count("audit")).isEqualTo(rows / 2);
    assertThat(database.count("notes")).isEqualTo(100);
    assertThat(
            database.sql("SELECT SUM(row_count) FROM upkeep_receipts").query(Long.class).single())
        .isEqualTo(rows / 2 + 100);
  }
}
