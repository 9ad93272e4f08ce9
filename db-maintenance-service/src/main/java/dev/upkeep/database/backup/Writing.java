package dev.upkeep.database.backup;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.database.backupset.BackupDraft;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.Manifest.TableEntry;
import dev.upkeep.database.copy.DefinitionEntries;
import dev.upkeep.database.dump.DatabaseDump;
import dev.upkeep.database.dump.DatabaseDump.DumpedTable;
import dev.upkeep.database.dump.DumpSession.ServerFacts;
import dev.upkeep.database.dump.DumpTable;
import dev.upkeep.database.dump.TableDigest;
import dev.upkeep.system.database.ServerSays;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One attempt to write a draft: definitions, the rows of each table, what must come after rows. */
final class Writing {

  private static final int TABLE_GONE = 1146;
  private static final int DEFINITION_CHANGED = 1412;
  private static final int LONGEST_SLUG = 40;

  private final StepContext context;
  private final BackupSource source;
  private final String backup;
  private final DatabaseDump dump;
  private final BackupDraft draft;
  private final List<TableEntry> entries = new ArrayList<>();
  private final long allRows;
  private long rowsDone;

  Writing(
      StepContext context,
      BackupSource source,
      String backup,
      DatabaseDump dump,
      BackupDraft draft) {
    this.context = context;
    this.source = source;
    this.backup = backup;
    this.dump = dump;
    this.draft = draft;
    this.allRows = Math.max(1, dump.tables().stream().mapToLong(DumpTable::rows).sum());
  }

  Manifest all() throws Exception {
    draft.write("1-tables.sql", Optional.empty(), dump::writeTables);
    for (DumpTable table : dump.tables()) {
      context.safePoint("before-table");
      if (source.policy().withoutRows().contains(table.name())) {
        entries.add(new TableEntry(table.name(), 0, "0", false));
      } else {
        rows(table);
      }
    }
    context.safePoint("before-programs");
    draft.write("3-programs.sql", Optional.empty(), dump::writePrograms);
    Manifest manifest = manifest();
    draft.finish(manifest);
    return manifest;
  }

  private void rows(DumpTable table) throws Exception {
    String file = "2-rows-%05d-%s.sql".formatted(entries.size() + 1, slug(table.name()));
    try {
      DumpedTable dumped =
          draft.write(
              file,
              Optional.of(table.name()),
              out -> dump.writeRows(table, out, rows -> tell(table, rows)));
      TableDigest digest = dumped.digest();
      rowsDone += digest.rows();
      entries.add(new TableEntry(table.name(), digest.rows(), digest.digest(), true));
    } catch (Exception e) {
      if (ServerSays.code(e, TABLE_GONE) || ServerSays.code(e, DEFINITION_CHANGED)) {
        throw DatabaseDump.changed(table.name());
      }
      throw e;
    }
  }

  private void tell(DumpTable table, long rows) throws StopRequested {
    context.safePoint("between-rows");
    context.progress(
        Math.min(0.99, (double) (rowsDone + rows) / allRows),
        "writing '%s': %,d rows".formatted(table.name(), rows));
  }

  /** For people who look into the folder; the number makes it unique. */
  private static String slug(String table) {
    String slug = table.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "-");
    return slug.substring(0, Math.min(slug.length(), LONGEST_SLUG));
  }

  private Manifest manifest() {
    ServerFacts facts = dump.facts();
    return new Manifest(
        Manifest.FORMAT,
        backup,
        Optional.of(context.run().runbookRunId().toString()),
        context.run().system(),
        context.run().component(),
        source.database().schema(),
        facts.version(),
        facts.lowerCaseTableNames(),
        facts.pageSize(),
        facts.charset(),
        facts.collation(),
        dump.snapshot().at(),
        context.clock().instant(),
        dump.snapshot().binlogFile(),
        dump.snapshot().binlogPosition(),
        facts.bytes(),
        dump.method().word(),
        draft.sealing(),
        draft.files(),
        entries,
        DefinitionEntries.of(dump.definitions()),
        DefinitionEntries.definers(dump.definitions()),
        Optional.empty());
  }
}
