package dev.upkeep.database.performance;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.advice.IndexAdvice;
import dev.upkeep.database.backupplace.PlaceProblem;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.Seal;
import dev.upkeep.database.copy.Feeding;
import dev.upkeep.database.query.Measuring;
import dev.upkeep.database.query.QueryCost;
import dev.upkeep.database.sandbox.Sandbox;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.database.table.Index;
import dev.upkeep.embedded.ServerDidNotStartException;
import dev.upkeep.system.NamedQuery;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Restores the newest backup as SQL into a server of its own and tries indexes there. */
final class CopyForTrials {

  /** The server's own files and its log. */
  private static final long SERVER = 512L << 20;

  /** While indexes are built there is more of a table than afterwards. */
  private static final double WHILE_LOADING = 1.5;

  private static final Duration LONGEST_QUERY = Duration.ofMinutes(1);

  /** The share of the step that restoring takes, for its progress. */
  private static final double RESTORING = 0.7;

  private final TargetDatabases databases;
  private final Sandboxes sandboxes;

  CopyForTrials(TargetDatabases databases, Sandboxes sandboxes) {
    this.databases = databases;
    this.sandboxes = sandboxes;
  }

  /**
   * Tries each index by itself.
   *
   * @param queries those that each index was thought of for
   */
  Map<IndexAdvice, Trial> of(StepContext context, Map<IndexAdvice, List<NamedQuery>> queries)
      throws Exception {
    try (BackupSource source = BackupSource.of(databases, context.run())) {
      // A copy of a whole server's files takes the room of all of its databases: SQL does.
      List<Manifest> backups =
          source.backups().all().stream()
              .flatMap(backup -> backup.manifest().stream())
              .filter(manifest -> manifest.physical().isEmpty())
              .toList();
      return backups.isEmpty()
          ? none(queries, "there is no backup as SQL to make a copy from")
          : onCopyOf(context, source, backups.getLast(), queries);
    } catch (TargetProblem problem) {
      return none(queries, problem.reason());
    } catch (PlaceProblem problem) {
      return none(queries, problem.reason());
    } catch (Seal.WrongKey | ServerDidNotStartException e) {
      return none(queries, String.valueOf(e.getMessage()));
    }
  }

  static Map<IndexAdvice, Trial> none(Map<IndexAdvice, List<NamedQuery>> queries, String why) {
    return each(queries, index -> new Trial.NotTried(why));
  }

  private static Map<IndexAdvice, Trial> each(
      Map<IndexAdvice, List<NamedQuery>> queries, Function<IndexAdvice, Trial> trial) {
    return queries.keySet().stream()
        .collect(
            Collectors.toMap(Function.identity(), trial, (one, other) -> one, LinkedHashMap::new));
  }

  private Map<IndexAdvice, Trial> onCopyOf(
      StepContext context,
      BackupSource source,
      Manifest manifest,
      Map<IndexAdvice, List<NamedQuery>> queries)
      throws Exception {
    long needed = (long) (manifest.databaseBytes() * WHILE_LOADING) + SERVER;
    if (sandboxes.free() < needed) {
      return none(
          queries,
          "%s has %d MiB free, and a copy needs %d MiB"
              .formatted(sandboxes.place(), sandboxes.free() >> 20, needed >> 20));
    }
    String name = context.run().taskRunId() + "-" + context.fence();
    try (Sandbox sandbox =
        sandboxes.open(name, manifest.lowerCaseTableNames(), manifest.databaseBytes())) {
      if (!Feeding.into(sandbox, context, source, manifest, RESTORING).isEmpty()) {
        return none(
            queries,
            "the backup %s cannot be restored whole; database.restore-test says why"
                .formatted(manifest.name()));
      }
      try (Connection connection = sandbox.connect(manifest.schema())) {
        return trials(context, connection, "a copy of the backup " + manifest.name(), queries);
      }
    }
  }

  private static Map<IndexAdvice, Trial> trials(
      StepContext context,
      Connection connection,
      String copy,
      Map<IndexAdvice, List<NamedQuery>> queries)
      throws Exception {
    JdbcClient server = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    var measuring = new Measuring(server, LONGEST_QUERY);
    Map<IndexAdvice, Trial> trials = new LinkedHashMap<>();
    for (Map.Entry<IndexAdvice, List<NamedQuery>> entry : queries.entrySet()) {
      context.safePoint("before-trial");
      context.progress(
          RESTORING + (1 - RESTORING) * trials.size() / queries.size(),
          "trying " + entry.getKey().name());
      trials.put(entry.getKey(), tried(server, measuring, copy, entry.getKey(), entry.getValue()));
    }
    return trials;
  }

  private static Trial tried(
      JdbcClient server,
      Measuring measuring,
      String copy,
      IndexAdvice index,
      List<NamedQuery> queries) {
    if (queries.isEmpty()) {
      return new Trial.NotTried("the statement is not written down any more");
    }
    String table = Quoted.identifier(index.table());
    String tried = Quoted.identifier(index.name());
    analyze(server, table);
    List<QueryCost> before = queries.stream().map(measuring::of).toList();
    server
        .sql("ALTER TABLE %s ADD INDEX %s %s".formatted(table, tried, Index.sql(index.parts())))
        .update();
    analyze(server, table);
    List<Trial.Saving> savings = new ArrayList<>();
    for (int i = 0; i < queries.size(); i++) {
      savings.add(
          new Trial.Saving(queries.get(i).name(), before.get(i), measuring.of(queries.get(i))));
    }
    server.sql("ALTER TABLE %s DROP INDEX %s".formatted(table, tried)).update();
    return new Trial.Tried(copy, savings);
  }

  private static void analyze(JdbcClient server, String table) {
    server.sql("ANALYZE TABLE " + table).query().listOfRows();
  }
}
