package dev.upkeep.dbcampaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

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
    Path folder = Files.createDirectories(uploads(database));
    database.execute(
        """
        CREATE TABLE uploads (id INT NOT NULL PRIMARY KEY, path VARCHAR(50) NOT NULL, at DATETIME NOT NULL);
        INSERT INTO uploads SELECT seq, CONCAT(seq, '.part'), IF(seq <= 100, '2020-01-01', NOW()) FROM seq_1_to_200;
        """);
    for (int file = 1; file <= 200; file++) {
      Files.writeString(folder.resolve(file + ".part"), "x");
    }
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
    assertThat(files(database))
        .containsAll(database.sql("SELECT path FROM uploads").query(String.class).list());
  }

  private static Path uploads(TestDatabase database) throws IOException {
    return CampaignWorker.uploadsIn(Campaign.folderOf(database)).folder();
  }

  private static List<String> files(TestDatabase database) {
    try (Stream<Path> files = Files.list(uploads(database))) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void assertDone(TestDatabase database) {
    assertNothingLost(database);
    assertThat(database.count("audit")).isEqualTo(rows / 2);
    assertThat(database.count("notes")).isEqualTo(100);
    assertThat(
            database.sql("SELECT SUM(row_count) FROM upkeep_receipts").query(Long.class).single())
        .isEqualTo(rows / 2 + 200);
    assertThat(database.count("uploads")).isEqualTo(100);
    assertThat(files(database)).hasSize(100);
  }
}
