package dev.upkeep.database.testkit;

import dev.upkeep.chassis.test.TestPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The service's own schema, fresh, with the tables that its migrations make. */
public final class ServiceSchema implements AutoCloseable {

  private static final Path MIGRATIONS =
      Path.of("src/main/resources/db/db-maintenance-service").toAbsolutePath();

  private final Connection connection;
  private final JdbcClient jdbc;

  public ServiceSchema() throws SQLException {
    TestPlatform.Schema schema = TestPlatform.newSchema();
    connection = DriverManager.getConnection(schema.url(), schema.user(), schema.password());
    jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET time_zone = '+00:00'");
      for (Path migration : migrations()) {
        for (String sql : Files.readString(migration).split(";\\s*(\\n|$)", -1)) {
          if (!sql.isBlank()) {
            statement.execute(sql);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> migrations() throws IOException {
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      return files.sorted().toList();
    }
  }

  /** For tasks that need nothing of the service's schema in a test; whoever asks it fails. */
  public static JdbcClient none() {
    return JdbcClient.create(new DriverManagerDataSource("jdbc:none"));
  }

  public JdbcClient jdbc() {
    return jdbc;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
