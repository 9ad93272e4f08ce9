package dev.upkeep.database.restoretest;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.copy.Comparison;
import dev.upkeep.database.dump.DumpSession;
import dev.upkeep.database.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One restore into one sandbox: what was read, and what is not as it was. */
final class Rehearsal {

  private static final int SMOKE_LIMIT_SECONDS = 600;

  private final StepContext context;
  private final BackupSource source;
  private final Manifest manifest;
  private final Sandbox sandbox;
  private final List<String> differences = new ArrayList<>();
  private String server = "";
  private long rows;
  private int tables;

  /**
   * @param found what is known to be wrong already
   */
  Rehearsal(
      StepContext context,
      BackupSource source,
      Manifest manifest,
      Sandbox sandbox,
      List<String> found) {
    this.context = context;
    this.source = source;
    this.manifest = manifest;
    this.sandbox = sandbox;
    this.differences.addAll(found);
  }

  List<String> differences() {
    return List.copyOf(differences);
  }

  /** The version of the sandbox's server. */
  String server() {
    return server;
  }

  long rowsCompared() {
    return rows;
  }

  int tablesCompared() {
    return tables;
  }

  /** Compares what came of the backup. */
  void compare() throws Exception {
    try (Connection connection = sandbox.connect(manifest.schema());
        Connection another = sandbox.connect(manifest.schema())) {
      if (manifest.physical().isPresent()) {
        differences.addAll(new TableChecks(context, connection).complaints());
      }
      DumpSession copy = DumpSession.on(connection);
      server = copy.facts().version();
      var comparison =
          new Comparison(
              manifest, copy, name -> manifest.physical().isPresent(), DumpSession.on(another));
      comparison.run(
          (table, fraction) -> {
            context.safePoint("before-table");
            context.progress(0.7 + 0.3 * fraction, "comparing '%s'".formatted(table));
          });
      differences.addAll(comparison.differences());
      rows = comparison.rows();
      tables = comparison.tables();
    }
  }

  /** Asked of a copy that is the same, they say whether the application could live with it. */
  void askSmokeQueries() throws SQLException {
    try (Connection connection = sandbox.connect(manifest.schema());
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET SESSION max_statement_time = " + SMOKE_LIMIT_SECONDS);
      for (String query : source.policy().smokeQueries()) {
        ask(statement, query).ifPresent(differences::add);
      }
    }
  }

  private static Optional<String> ask(Statement statement, String query) {
    try (ResultSet answer = statement.executeQuery(query)) {
      String value = answer.next() ? answer.getString(1) : null;
      return value == null || value.matches("-?0+(\\.0+)?")
          ? Optional.of(
              "smoke query \"%s\" answers %s".formatted(query, value == null ? "nothing" : value))
          : Optional.empty();
    } catch (SQLException e) {
      return Optional.of("smoke query \"%s\": %s".formatted(query, e.getMessage()));
    }
  }
}
