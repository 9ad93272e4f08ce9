package dev.upkeep.benchmarks.backup;

import dev.upkeep.benchmarks.database.MeasuredMariaDb;
import dev.upkeep.embedded.OwnerOnlyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * What administrators do: {@code mariadb-dump --single-transaction | gzip}, restored by {@code zcat
 * | mariadb} into another database of the same server, and both compared by CHECKSUM TABLE.
 */
final class DumpAndGzip implements Contestant {

  private static final String COPY = "app_copy";

  private final MeasuredMariaDb database;
  private final Path programs;
  private final Path folder;

  /**
   * @param programs the folder with {@code mariadb} and {@code mariadb-dump}
   */
  DumpAndGzip(MeasuredMariaDb database, Path programs, Path folder) {
    this.database = database;
    this.programs = programs;
    this.folder = folder;
  }

  @Override
  public String name() {
    return "mariadb-dump | gzip";
  }

  @Override
  public Outcome once() throws Exception {
    Path options = folder.resolve("client.cnf");
    OwnerOnlyFile.write(options, database.clientOptions().text());
    Path dump = folder.resolve("dump.sql.gz");
    database.execute("CREATE DATABASE " + COPY);
    try {
      long began = System.nanoTime();
      shell(
          "'%s/mariadb-dump' --defaults-file='%s' --single-transaction --routines --triggers --events %s | gzip > '%s'"
              .formatted(programs, options, MeasuredMariaDb.SCHEMA, dump));
      long dumped = System.nanoTime();
      shell(
          "zcat '%s' | '%s/mariadb' --defaults-file='%s' %s"
              .formatted(dump, programs, options, COPY));
      Map<String, Long> copied = checksums(COPY);
      Map<String, Long> expected = checksums(MeasuredMariaDb.SCHEMA);
      long proven = System.nanoTime();
      if (!copied.equals(expected)) {
        throw new NotTheSame("%s, expected %s".formatted(copied, expected));
      }
      return new Outcome((dumped - began) / 1e9, (proven - dumped) / 1e9, Files.size(dump));
    } finally {
      database.execute("DROP DATABASE " + COPY);
      Files.deleteIfExists(dump);
    }
  }

  private static void shell(String command) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("bash", "-o", "pipefail", "-c", command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("'%s' ended with code %d".formatted(command, code));
    }
  }

  private Map<String, Long> checksums(String schema) throws SQLException {
    Map<String, Long> sums = new TreeMap<>();
    try (Connection connection = database.application();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "CHECKSUM TABLE %1$s.users, %1$s.documents, %1$s.audit_logs, %1$s.attachments"
                    .formatted(schema))) {
      while (row.next()) {
        sums.put(row.getString(1).substring(schema.length()), row.getLong(2));
      }
    }
    return sums;
  }
}
