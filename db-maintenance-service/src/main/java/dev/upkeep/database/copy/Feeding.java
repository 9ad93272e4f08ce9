package dev.upkeep.database.copy;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.Manifest.SealedFile;
import dev.upkeep.database.backupset.Manifest.TableEntry;
import dev.upkeep.database.backupset.Seal;
import dev.upkeep.database.backupset.Unpacking;
import dev.upkeep.database.sandbox.Sandbox;
import dev.upkeep.database.sandbox.StockClient;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.secret.Secret;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Reads the files of a backup into an empty database, with MariaDB's own client, in their order.
 */
public final class Feeding {

  /** A full disk, or a server that is gone. */
  private static final Pattern NOT_THE_BACKUP =
      Pattern.compile("No space left|Errcode: 28|ERROR (1021|1114|2002|2006|2013|2026)");

  /** A server of its own serves nobody else: the rows of so many tables are read at a time. */
  private static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

  /** Below, to change a table's definition twice takes longer than it saves. */
  private static final long LARGE = 8L << 20;

  private final StepContext context;
  private final BackupSource source;
  private final Manifest manifest;
  private final StockClient client;
  private final String database;
  private final StockClient.Started started;
  private final Optional<LateIndexes> lateIndexes;
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private double share;
  private long begun;

  /**
   * @param database the empty one
   * @param started is given each client, to end it from outside
   */
  public Feeding(
      StepContext context,
      BackupSource source,
      Manifest manifest,
      StockClient client,
      String database,
      StockClient.Started started) {
    this(context, source, manifest, client, database, started, Optional.empty());
  }

  private Feeding(
      StepContext context,
      BackupSource source,
      Manifest manifest,
      StockClient client,
      String database,
      StockClient.Started started,
      Optional<LateIndexes> lateIndexes) {
    this.context = context;
    this.source = source;
    this.manifest = manifest;
    this.client = client;
    this.database = database;
    this.started = started;
    this.lateIndexes = lateIndexes;
  }

  /**
   * Makes the backup's database, and the accounts it names, in a server of its own and reads all of
   * it in; a stop of the run ends both.
   *
   * @param share as in {@link #all}
   * @return the complaints
   */
  public static List<String> into(
      Sandbox sandbox, StepContext context, BackupSource source, Manifest manifest, double share)
      throws Exception {
    context.onStop(sandbox::abort);
    context.safePoint("sandbox-started");
    sandbox.createDatabase(manifest.schema(), manifest.charset(), manifest.collation());
    sandbox.createDefiners(manifest.definers(), manifest.schema());
    var feeding =
        new Feeding(
            context,
            source,
            manifest,
            sandbox.client(),
            manifest.schema(),
            process -> context.onStop(process::destroyForcibly),
            Optional.of(new LateIndexes(sandbox, manifest.schema())));
    feeding.all(AT_ONCE, share);
    if (feeding.complaints().isEmpty()) {
      for (TableEntry table : manifest.tables()) {
        context.safePoint("before-statistics");
        sandbox.gatherStatistics(manifest.schema(), table.table());
      }
    }
    return feeding.complaints();
  }

  /** What the client complained about, and what could not be unpacked; file by file. */
  public List<String> complaints() {
    synchronized (complaints) {
      return List.copyOf(complaints);
    }
  }

  /**
   * Reads all of them; one that is refused does not keep the others out.
   *
   * @param clients how many read the rows of different tables at a time
   * @param share of the step that this is, for its progress
   * @throws Seal.WrongKey when they cannot be opened
   * @throws TargetProblem when the server or its disk is in the way, and not the backup
   */
  public void all(int clients, double share) throws Exception {
    this.share = share;
    Optional<Secret> identity = source.identity();
    List<SealedFile> files = manifest.files();
    List<SealedFile> tables = files.stream().takeWhile(f -> f.table().isEmpty()).toList();
    // The largest first, so that none is left alone at the end for long.
    List<SealedFile> rows =
        files.stream()
            .filter(f -> f.table().isPresent())
            .sorted(Comparator.comparingLong(SealedFile::sqlBytes).reversed())
            .toList();
    for (SealedFile file : tables) {
      tell(file);
      feed(file, identity);
    }
    Together.each(rows, clients, this::tell, file -> fill(file, identity), this::endClients);
    for (SealedFile file : files.subList(tables.size() + rows.size(), files.size())) {
      tell(file);
      feed(file, identity);
    }
  }

  private void tell(SealedFile file) throws StopRequested {
    context.safePoint("before-file");
    context.progress(share * begun / Math.max(1, manifest.bytes()), "restoring " + file.file());
    begun += file.bytes();
  }

  private void endClients() {
    running.forEach(Process::destroyForcibly);
  }

  private void started(Process process) throws Exception {
    running.add(process);
    started.process(process);
  }

  /** What is large is filled without the indexes that can wait. */
  private void fill(SealedFile file, Optional<Secret> identity) throws Exception {
    if (lateIndexes.isPresent() && file.sqlBytes() >= LARGE && complaints.isEmpty()) {
      lateIndexes.get().around(file.table().orElseThrow(), () -> feed(file, identity));
    } else {
      feed(file, identity);
    }
  }

  private void feed(SealedFile file, Optional<Secret> identity) throws Exception {
    try (InputStream opened = source.target().open(manifest.name(), file.file());
        InputStream sql = Seal.unsealing(opened, manifest.sealing(), identity)) {
      Optional<String> complaint =
          client.feed(database, this::started, into -> Unpacking.transfer(sql, into));
      if (complaint.isPresent() && NOT_THE_BACKUP.matcher(complaint.get()).find()) {
        throw TargetProblem.passing(
            "The copy could not be made: %s.".formatted(complaint.get()),
            "Look after the server and its disk; the backup was not judged");
      }
      complaint.ifPresent(text -> complain(file, "the client says: " + text));
    } catch (Unpacking.CannotUnpack e) {
      complain(file, "cannot be unpacked: " + e.getMessage());
    }
  }

  private void complain(SealedFile file, String what) {
    complaints.add(
        file.table().isPresent()
            ? "%s (table '%s'): %s".formatted(file.file(), file.table().get(), what)
            : "%s: %s".formatted(file.file(), what));
  }
}
