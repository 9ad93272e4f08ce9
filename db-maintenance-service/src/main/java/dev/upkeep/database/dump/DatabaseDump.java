package dev.upkeep.database.dump;

import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.database.dump.Definition.Kind;
import dev.upkeep.database.dump.DumpSession.ServerFacts;
import dev.upkeep.database.dump.DumpSession.Snapshot;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A database in one snapshot: its definitions, its rows, and each table's digest, all of the same
 * instant. The application goes on meanwhile; only who changes a table's definition makes it fail.
 */
public final class DatabaseDump {

  private final DumpSession session;
  private final Snapshot snapshot;
  private final ServerFacts facts;
  private final DigestMethod method;
  private final List<Definition> definitions;
  private final List<DumpTable> tables;

  /** Fixes the instant, then reads what there is; digests are as cheap as the server can. */
  public static DatabaseDump of(DumpSession session) throws SQLException, TargetProblem {
    return of(session, DigestMethod.of(session.facts().version()));
  }

  /** The same, with digests of the method. */
  public static DatabaseDump of(DumpSession session, DigestMethod method)
      throws SQLException, TargetProblem {
    return new DatabaseDump(session, session.begin(), method);
  }

  private DatabaseDump(DumpSession session, Snapshot snapshot, DigestMethod method)
      throws TargetProblem {
    this.session = session;
    this.snapshot = snapshot;
    this.method = method;
    this.facts = session.facts();
    this.definitions = Definitions.in(session);
    this.tables = DumpTable.in(session);
  }

  public Snapshot snapshot() {
    return snapshot;
  }

  public ServerFacts facts() {
    return facts;
  }

  /** How rows are digested. */
  public DigestMethod method() {
    return method;
  }

  public List<Definition> definitions() {
    return definitions;
  }

  public List<DumpTable> tables() {
    return tables;
  }

  /** Writes what rows need; answers how many bytes. */
  public long writeTables(OutputStream out) throws IOException {
    Map<String, String> next = new LinkedHashMap<>();
    for (Definition definition : definitions) {
      if (definition.kind() == Kind.SEQUENCE) {
        next.put(
            definition.name(),
            session
                .sql("SELECT next_not_cached_value FROM " + Quoted.identifier(definition.name()))
                .query(String.class)
                .single());
      }
    }
    return write(out, Scripts.tables(definitions, next));
  }

  /** Writes what rows do not need; answers how many bytes. */
  public long writePrograms(OutputStream out) throws IOException {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    for (Definition definition : definitions) {
      if (definition.kind() == Kind.VIEW && !definition.isBroken()) {
        columns.put(definition.name(), Definitions.of(session).columnsOf(definition.name()));
      }
    }
    return write(out, Scripts.programs(definitions, columns));
  }

  /** Is told how far a table is, and may stop it. */
  @FunctionalInterface
  public interface Pace {
    void rows(long written) throws StopRequested;
  }

  /**
   * Writes a table's rows and has the server digest them.
   *
   * @throws TargetProblem when somebody changed the table since the snapshot
   */
  public DumpedTable writeRows(DumpTable table, OutputStream out, Pace pace)
      throws SQLException, IOException, StopRequested, TargetProblem {
    session.hold();
    RowsDump.Written written = new RowsDump(session, table, method).write(out, pace::rows);
    long there = session.sql("SELECT COUNT(*) FROM " + table.sql()).query(Long.class).single();
    // While the snapshot reads it nobody can change it: if it is the same now, it was all along.
    requireUnchanged(table);
    session.release();
    if (written.rows() != there && !table.columns().isEmpty()) {
      throw new IllegalStateException(
          "%d rows of '%s' were written and there are %d in the same snapshot"
              .formatted(written.rows(), table.name(), there));
    }
    return new DumpedTable(new TableDigest(written.rows(), written.digest()), written.bytes());
  }

  /** What was written of a table: the rows' digest, and the bytes of SQL. */
  public record DumpedTable(TableDigest digest, long bytes) {}

  private void requireUnchanged(DumpTable table) throws TargetProblem {
    String now = Definitions.ofTable(session, table.name()).fingerprint();
    boolean unchanged =
        definitions.stream()
            .anyMatch(
                d ->
                    d.kind() == Kind.TABLE
                        && d.name().equals(table.name())
                        && Objects.equals(d.fingerprint(), now));
    if (!unchanged) {
      throw changed(table.name());
    }
  }

  /** What to answer when a table's definition changed under the snapshot. */
  public static TargetProblem changed(String table) {
    return TargetProblem.passing(
        "The definition of '%s' was changed while it was being backed up.".formatted(table),
        "Nothing of this attempt is kept; keep migrations and backups apart");
  }

  private static long write(OutputStream out, String script) throws IOException {
    byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
    out.write(bytes);
    return bytes.length;
  }
}
