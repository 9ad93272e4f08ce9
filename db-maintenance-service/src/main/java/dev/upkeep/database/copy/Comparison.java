package dev.upkeep.database.copy;

import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.Manifest.DefinitionEntry;
import dev.upkeep.database.backupset.Manifest.Physical;
import dev.upkeep.database.backupset.Manifest.TableEntry;
import dev.upkeep.database.dump.Definition;
import dev.upkeep.database.dump.Definitions;
import dev.upkeep.database.dump.DigestMethod;
import dev.upkeep.database.dump.DumpSession;
import dev.upkeep.database.dump.DumpTable;
import dev.upkeep.database.dump.TableDigest;
import dev.upkeep.system.database.TargetProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A copy against the manifest: rows and digests of every table, and every definition. Between
 * different series of MariaDB, which word definitions differently, only their being there counts.
 */
public final class Comparison {

  private final Manifest manifest;
  private final DumpSession copy;
  private final Predicate<String> besides;
  private final BlockingQueue<DumpSession> sessions;
  private final List<String> differences = new ArrayList<>();
  private long rows;
  private int tables;

  /**
   * @param besides tables of the copy that are nobody's business
   * @param more connections to the copy: with each, one table more is digested at a time
   */
  public Comparison(
      Manifest manifest, DumpSession copy, Predicate<String> besides, DumpSession... more) {
    this.manifest = manifest;
    this.copy = copy;
    this.besides = besides;
    this.sessions = new ArrayBlockingQueue<>(more.length + 1);
    this.sessions.add(copy);
    this.sessions.addAll(List.of(more));
  }

  /** Is told of each table, and may stop it. */
  @FunctionalInterface
  public interface Pace {
    void table(String name, double fraction) throws StopRequested;
  }

  /** What is not as it was; empty when all is. */
  public List<String> differences() {
    return List.copyOf(differences);
  }

  /** How many rows were compared. */
  public long rows() {
    return rows;
  }

  /** How many tables were compared. */
  public int tables() {
    return tables;
  }

  /**
   * How a manifest's digests were computed.
   *
   * @throws TargetProblem when that is not known here
   */
  public static DigestMethod methodOf(Manifest manifest) throws TargetProblem {
    return DigestMethod.named(manifest.digestMethod())
        .orElseThrow(
            () ->
                TargetProblem.lasting(
                    "A copy of %s cannot be compared here: digests by %s."
                        .formatted(manifest.name(), manifest.digestMethod()),
                    "This release does not know them; restore the backup by hand, RESTORE.txt says"
                        + " how"));
  }

  /**
   * Compares.
   *
   * @throws TargetProblem when the copy's server cannot compute the backup's digests
   */
  public void run(Pace pace) throws Exception {
    DigestMethod method = methodOf(manifest);
    method.requireOn(copy.facts().version());
    Map<String, DumpTable> there =
        DumpTable.in(copy).stream().collect(Collectors.toMap(DumpTable::name, Function.identity()));
    Map<String, TableDigest> digests = digests(there, method, pace);
    for (TableEntry entry : manifest.tables()) {
      if (there.remove(entry.table()) == null) {
        differences.add("table '%s' is not in the copy".formatted(entry.table()));
      } else if (entry.withRows()) {
        compare(entry, Objects.requireNonNull(digests.get(entry.table())));
      }
      tables++;
    }
    manifest.physical().map(Physical::changed).orElse(List.of()).stream()
        .filter(name -> there.remove(name) == null)
        .forEach(name -> differences.add("table '%s' is not in the copy".formatted(name)));
    there.keySet().stream()
        .filter(besides.negate())
        .forEach(name -> differences.add("table '%s' is not in the manifest".formatted(name)));
    compareDefinitions();
  }

  /** Of the tables that must have rows and are there. */
  private Map<String, TableDigest> digests(
      Map<String, DumpTable> there, DigestMethod method, Pace pace) throws Exception {
    List<DumpTable> all =
        manifest.tables().stream()
            .filter(TableEntry::withRows)
            .sorted(Comparator.comparingLong(TableEntry::rows).reversed())
            .flatMap(entry -> Optional.ofNullable(there.get(entry.table())).stream())
            .toList();
    Map<String, TableDigest> digests = new ConcurrentHashMap<>();
    var begun = new AtomicInteger();
    Together.each(
        all,
        sessions.size(),
        table -> pace.table(table.name(), (double) begun.getAndIncrement() / all.size()),
        table -> {
          DumpSession session = sessions.take();
          digests.put(table.name(), TableDigest.of(session, table, method));
          sessions.put(session);
        },
        () -> {});
    return digests;
  }

  private void compare(TableEntry entry, TableDigest digest) {
    rows += digest.rows();
    if (digest.rows() != entry.rows()) {
      differences.add(
          "table '%s' has %,d rows in the copy and had %,d"
              .formatted(entry.table(), digest.rows(), entry.rows()));
    } else if (!digest.digest().equals(entry.digest())) {
      differences.add(
          "table '%s' has other content in the copy than it had, in %,d rows"
              .formatted(entry.table(), entry.rows()));
    }
  }

  private void compareDefinitions() {
    boolean sameSeries = copy.facts().series().equals(manifest.series());
    Map<String, Definition> there =
        Definitions.in(copy).stream()
            .collect(Collectors.toMap(d -> d.kind().words() + " " + d.name(), Function.identity()));
    for (DefinitionEntry entry : manifest.definitions()) {
      Definition found = there.get(entry.kind() + " " + entry.name());
      if (found == null && !entry.broken() && !entry.kind().equals("table")) {
        differences.add("%s '%s' is not in the copy".formatted(entry.kind(), entry.name()));
      } else if (found != null && sameSeries && !found.fingerprint().equals(entry.sha256())) {
        differences.add(
            "%s '%s' is defined otherwise in the copy".formatted(entry.kind(), entry.name()));
      }
    }
  }
}
