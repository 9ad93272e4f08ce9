package dev.upkeep.database.copy;

import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.Manifest.DefinitionEntry;
import dev.upkeep.database.backupset.Manifest.Physical;
import dev.upkeep.database.backupset.Manifest.TableEntry;
import dev.upkeep.database.dump.Definition;
import dev.upkeep.database.dump.Definitions;
import dev.upkeep.database.dump.DumpSession;
import dev.upkeep.database.dump.DumpTable;
import dev.upkeep.database.dump.TableDigest;
import dev.upkeep.system.database.TargetProblem;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final List<String> differences = new ArrayList<>();
  private long rows;
  private int tables;

  /**
   * @param besides tables of the copy that are nobody's business
   */
  public Comparison(Manifest manifest, DumpSession copy, Predicate<String> besides) {
    this.manifest = manifest;
    this.copy = copy;
    this.besides = besides;
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

  /** Compares. */
  public void run(Pace pace) throws SQLException, StopRequested, TargetProblem {
    Map<String, DumpTable> there =
        DumpTable.in(copy).stream().collect(Collectors.toMap(DumpTable::name, Function.identity()));
    for (TableEntry entry : manifest.tables()) {
      pace.table(entry.table(), (double) tables / Math.max(1, manifest.tables().size()));
      DumpTable table = there.remove(entry.table());
      if (table == null) {
        differences.add("table '%s' is not in the copy".formatted(entry.table()));
      } else if (entry.withRows()) {
        compare(entry, TableDigest.of(copy, table));
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
