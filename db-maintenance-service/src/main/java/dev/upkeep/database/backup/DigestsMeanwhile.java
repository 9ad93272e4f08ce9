package dev.upkeep.database.backup;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.dump.DigestMethod;
import dev.upkeep.database.dump.DumpSession;
import dev.upkeep.database.dump.DumpTable;
import dev.upkeep.database.dump.TableDigest;
import dev.upkeep.system.database.TargetSession;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the server's tables are like at one instant, digested on a connection of its own while files
 * are being copied. Closing it ends the digesting, wherever it is.
 */
final class DigestsMeanwhile implements AutoCloseable {

  private static final Duration LOCK_WAIT = Duration.ofSeconds(5);

  private final TargetSession session;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<Map<String, TableDigest>> digests;

  private DigestsMeanwhile(TargetSession session, DumpSession dump, DigestMethod method)
      throws Exception {
    this.session = session;
    dump.begin();
    List<DumpTable> tables =
        DumpTable.in(dump).stream().filter(DumpTable::isTransactional).toList();
    this.digests = thread.submit(() -> digests(dump, tables, method));
  }

  /**
   * Fixes the instant and begins.
   *
   * @param beside a connection to the same database
   */
  static DigestsMeanwhile begin(StepContext context, TargetSession beside, DigestMethod method)
      throws Exception {
    TargetSession session = beside.beside(context, LOCK_WAIT);
    try {
      var meanwhile = new DigestsMeanwhile(session, DumpSession.on(session.connection()), method);
      context.onStop(meanwhile::abort);
      return meanwhile;
    } catch (Exception e) {
      session.close();
      throw e;
    }
  }

  private static Map<String, TableDigest> digests(
      DumpSession dump, List<DumpTable> tables, DigestMethod method) throws SQLException {
    Map<String, TableDigest> digests = new HashMap<>();
    for (DumpTable table : tables) {
      TableDigest.inSnapshot(dump, table, method)
          .ifPresent(digest -> digests.put(table.name(), digest));
    }
    return digests;
  }

  /** Waits for all of them, by table; without those whose definition was changed meanwhile. */
  Map<String, TableDigest> all(StepContext context) throws Exception {
    while (true) {
      context.safePoint("before-digest");
      try {
        return digests.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException notYet) {
        context.progress(0.99, "digesting tables");
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
  }

  /** The driver has the server end the statement; to close the connection would wait for it. */
  private void abort() throws SQLException {
    session.connection().abort(Runnable::run);
  }

  @Override
  public void close() throws SQLException {
    if (!digests.isDone()) {
      abort();
    }
    thread.close();
    session.close();
  }
}
