package dev.upkeep.deploy.testkit;

import dev.upkeep.chassis.test.TestPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The service's own schema, fresh, with the tables that its migrations make. */
public final class OwnTables implements AutoCloseable {

  private static final Path MIGRATIONS = Path.of("src/main/resources/db/deploy-service");

  private final Connection connection;

  public OwnTables() throws SQLException, IOException {
    TestPlatform.Schema schema = TestPlatform.newSchema();
    connection = DriverManager.getConnection(schema.url(), schema.user(), schema.password());
    try (Statement statement = connection.createStatement();
        Stream<Path> files = Files.list(MIGRATIONS)) {
      List<Path> migrations = files.sorted().toList();
      for (Path migration : migrations) {
        for (String sql : Files.readString(migration).split(";\\s*(\\n|$)", -1)) {
          if (!sql.isBlank()) {
            statement.execute(sql);
          }
        }
      }
    }
  }

  public JdbcClient jdbc() {
    return JdbcClient.create(new SingleConnectionDataSource(connection, true));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
