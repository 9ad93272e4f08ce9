package dev.upkeep.sample;

import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The files that {@code temp_uploads} speaks of, in the application's upload folder. */
final class UploadedFiles {

  private UploadedFiles() {}

  static void write(EmbeddedMariaDb mariaDb, String schema, Path uploads) {
    String paths =
        """
        SELECT file_path, size_bytes
        FROM temp_uploads
        """;
    try (Connection connection = mariaDb.connectAsRoot()) {
      connection.setCatalog(schema);
      Files.createDirectories(uploads.resolve("temp"));
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(paths)) {
        while (rows.next()) {
          Files.write(uploads.resolve(rows.getString(1)), new byte[rows.getInt(2)]);
        }
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("Cannot write the sample's uploads into " + uploads, e);
    }
  }
}
