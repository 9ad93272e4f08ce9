package dev.upkeep.database.restore;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.Manifest.TableEntry;
import dev.upkeep.database.binlog.LogArchive;
import dev.upkeep.database.binlog.LogsSince;
import dev.upkeep.database.copy.Comparison;
import dev.upkeep.database.copy.CopyServer;
import dev.upkeep.database.copy.DefinitionEntries;
import dev.upkeep.database.dump.DatabaseDump;
import dev.upkeep.database.dump.DumpSession;
import dev.upkeep.database.dump.DumpTable;
import dev.upkeep.database.dump.TableDigest;
import dev.upkeep.database.physical.PhysicalTools;
import dev.upkeep.database.sandbox.Sandbox;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.database.sandbox.StockClient;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings a database back by way of a server of its own: what is in files of a whole server, or was
 * done after the backup, is not to be had by reading the backup into a database. What leaves that
 * server is digested there, and must be the same where it arrives.
 */
final class ByWayOfCopy {

  private final StepContext context;
  private final BackupSource source;
  private final Manifest manifest;
  private final Sandboxes sandboxes;
  private final PhysicalTools tools;

  ByWayOfCopy(
      StepContext context,
      BackupSource source,
      Manifest manifest,
      Sandboxes sandboxes,
      PhysicalTools tools) {
    this.context = context;
    this.source = source;
    this.manifest = manifest;
    this.sandboxes = sandboxes;
    this.tools = tools;
  }

  /**
   * Brings it back.
   *
   * @param until up to when what was done after the backup is done again
   * @return what the database must be like
   * @throws TargetProblem when the backup is damaged, or something is in the way
   */
  Manifest into(String database, StockClient client, TargetSession session, Optional<Instant> until)
      throws Exception {
    try (LogArchive archive = LogArchive.of(source)) {
      Optional<LogsSince> logs =
          until.isPresent()
              ? Optional.of(LogsSince.find(session, archive, manifest, until.get()))
              : Optional.empty();
      return byCopy(database, client, until, logs, archive);
    }
  }

  private Manifest byCopy(
      String database,
      StockClient client,
      Optional<Instant> until,
      Optional<LogsSince> logs,
      LogArchive archive)
      throws Exception {
    try (CopyServer copy = CopyServer.of(context, source, manifest, sandboxes, tools, 0.5)) {
      refuse("is damaged", copy.complaints());
      Sandbox sandbox = copy.sandbox().orElseThrow();
      compare(sandbox);
      if (logs.isPresent()) {
        new BinlogReplay(context, source, manifest, sandboxes, archive)
            .into(sandbox, logs.get(), until.orElseThrow());
      }
      return carriedOver(sandbox, database, client);
    }
  }

  private void refuse(String what, List<String> wrong) throws TargetProblem {
    if (!wrong.isEmpty()) {
      throw TargetProblem.lasting(
          "The backup %s %s: %s.".formatted(manifest.name(), what, String.join("; ", wrong)),
          "Name another under 'backup'");
    }
  }

  private void compare(Sandbox sandbox) throws Exception {
    try (Connection connection = sandbox.connect(manifest.schema());
        Connection another = sandbox.connect(manifest.schema())) {
      var comparison =
          new Comparison(
              manifest,
              DumpSession.on(connection),
              _ -> manifest.physical().isPresent(),
              DumpSession.on(another));
      comparison.run(
          (table, fraction) -> {
            context.safePoint("before-table");
            context.progress(0.5 + 0.1 * fraction, "comparing '%s'".formatted(table));
          });
      refuse("is not what it was", comparison.differences());
    }
  }

  private Manifest carriedOver(Sandbox sandbox, String database, StockClient client)
      throws Exception {
    try (Connection connection = sandbox.connect(manifest.schema())) {
      var dump = DatabaseDump.of(DumpSession.on(connection), Comparison.methodOf(manifest));
      List<TableEntry> tables = new ArrayList<>();
      feed(client, database, "the tables", dump::writeTables);
      for (DumpTable table : dump.tables()) {
        context.safePoint("before-table");
        context.progress(
            0.7 + 0.3 * tables.size() / dump.tables().size(),
            "restoring '%s'".formatted(table.name()));
        feed(
            client,
            database,
            "the rows of '%s'".formatted(table.name()),
            out -> {
              TableDigest digest =
                  dump.writeRows(table, out, _ -> context.safePoint("between-rows")).digest();
              tables.add(new TableEntry(table.name(), digest.rows(), digest.digest(), true));
            });
      }
      feed(client, database, "views, routines, triggers and events", dump::writePrograms);
      return manifest.holding(
          dump.facts().version(), tables, DefinitionEntries.of(dump.definitions()));
    }
  }

  private void feed(StockClient client, String database, String what, StockClient.Sql sql)
      throws Exception {
    Optional<String> refused =
        client.feed(
            database,
            process -> {
              context.onStop(process::destroyForcibly);
              // Whoever takes the run over makes sure that this client reads no further.
              context.holds(process.toHandle());
            },
            sql);
    if (refused.isPresent()) {
      throw TargetProblem.lasting(
          "%s cannot be read into '%s': %s.".formatted(what, database, refused.get()),
          "Look at the message; what was read stays in '%s' with the mark of this run, and may be dropped"
              .formatted(database));
    }
  }
}
