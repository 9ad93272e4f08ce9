package dev.upkeep.database.backup;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.backupset.BackupDraft;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.Manifest.TableEntry;
import dev.upkeep.database.copy.DefinitionEntries;
import dev.upkeep.database.dump.Definition;
import dev.upkeep.database.dump.Definitions;
import dev.upkeep.database.dump.DigestMethod;
import dev.upkeep.database.dump.DumpSession;
import dev.upkeep.database.dump.DumpSession.ServerFacts;
import dev.upkeep.database.dump.DumpSession.Snapshot;
import dev.upkeep.database.dump.TableDigest;
import dev.upkeep.database.physical.FilesStream.Taken;
import dev.upkeep.database.physical.PhysicalTools;
import dev.upkeep.database.sandbox.ClientOptions;
import dev.upkeep.system.MariaDbComponent;
import dev.upkeep.system.database.TargetSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One attempt to write a draft of the server's files. Tables are digested meanwhile: of those that
 * nobody changed until the copy was complete, it must have the same digests.
 */
final class PhysicalWriting {

  private static final String FILE = "server.xbstream";

  private final StepContext context;
  private final TargetSession session;
  private final BackupSource source;
  private final PhysicalTools tools;
  private final BackupDraft draft;

  PhysicalWriting(
      StepContext context,
      TargetSession session,
      BackupSource source,
      PhysicalTools tools,
      BackupDraft draft) {
    this.context = context;
    this.session = session;
    this.source = source;
    this.tools = tools;
    this.draft = draft;
  }

  Manifest all(String backup) throws Exception {
    long expected = ServerFiles.bytes(tools.requireFor(session));
    DumpSession dump = DumpSession.on(session.connection());
    // It says nothing while files are copied, and holds the lock.
    session.sql("SET SESSION wait_timeout = 172800").update();
    QuietTables quiet = QuietTables.since(session);
    List<Definition> before = Definitions.in(dump);
    // Its instant is before the copy's: what was committed by then is in the copy for certain.
    Snapshot begun = dump.begin();
    session.sql("COMMIT").update();
    MariaDbComponent component = source.database().component();
    ClientOptions options =
        ClientOptions.of(
            component.url(),
            component.user(),
            source.database().secret("password", component.password()));
    DigestMethod method = DigestMethod.of(dump.facts().version());
    Taken taken;
    Map<String, Boolean> unchanged;
    Map<String, TableDigest> digests;
    try (DigestsMeanwhile meanwhile = DigestsMeanwhile.begin(context, session, method)) {
      taken =
          draft.write(
              FILE, Optional.empty(), out -> tools.stream(context).into(out, options, expected));
      unchanged = quiet.now(session);
      digests = meanwhile.all(context);
    }
    List<TableEntry> digested = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (Map.Entry<String, Boolean> table : new TreeMap<>(unchanged).entrySet()) {
      TableDigest digest = digests.get(table.getKey());
      if (table.getValue() && digest != null) {
        digested.add(new TableEntry(table.getKey(), digest.rows(), digest.digest(), true));
      } else {
        changed.add(table.getKey());
      }
    }
    List<Definition> same = same(before, Definitions.in(dump));
    Manifest manifest =
        manifest(backup, dump.facts(), begun, taken, method, digested, changed, same);
    draft.finish(manifest);
    return manifest;
  }

  /** Of these it is known that they are so in the copy. */
  private static List<Definition> same(List<Definition> before, List<Definition> after) {
    return after.stream()
        .filter(
            now ->
                before.stream()
                    .anyMatch(
                        then ->
                            then.kind() == now.kind()
                                && then.name().equals(now.name())
                                && then.fingerprint().equals(now.fingerprint())))
        .toList();
  }

  private Manifest manifest(
      String backup,
      ServerFacts facts,
      Snapshot begun,
      Taken taken,
      DigestMethod method,
      List<TableEntry> digested,
      List<String> changed,
      List<Definition> definitions) {
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
        begun.at(),
        context.clock().instant(),
        taken.binlogFile(),
        taken.binlogPosition(),
        draft.files().getFirst().sqlBytes(),
        method.word(),
        draft.sealing(),
        draft.files(),
        digested,
        DefinitionEntries.of(definitions),
        DefinitionEntries.definers(definitions),
        Optional.of(new Manifest.Physical(taken.tool(), taken.lsn(), changed)));
  }
}
