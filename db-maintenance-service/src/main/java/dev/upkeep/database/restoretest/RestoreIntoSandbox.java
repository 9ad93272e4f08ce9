package dev.upkeep.database.restoretest;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.ChosenBackup;
import dev.upkeep.database.backupset.KnownDamages;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.Seal.WrongKey;
import dev.upkeep.database.backupset.StoredBackup;
import dev.upkeep.database.dump.TableDigest;
import dev.upkeep.database.physical.PhysicalTools;
import dev.upkeep.database.physical.PreparedFiles;
import dev.upkeep.database.sandbox.Sandbox;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.database.sandbox.Sandboxes.Workplace;
import dev.upkeep.embedded.ServerDidNotStartException;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Restores the backup with MariaDB's own client into a server of its own, or starts a server on the
 * files that it is of, compares the copy, asks the smoke queries, and removes the server. A repeat
 * begins with another server.
 */
final class RestoreIntoSandbox implements RepeatableStep {

  /** What the sandbox's server is made with. */
  private static final int PAGE_SIZE = 16 << 10;

  private static final String REMEMBERED = "restored";

  /** How it went; times in seconds. */
  record Restored(String server, double recoverySeconds, List<String> differences) {
    Restored {
      differences = List.copyOf(differences);
    }
  }

  private final TargetDatabases databases;
  private final Sandboxes sandboxes;
  private final PhysicalTools tools;

  RestoreIntoSandbox(TargetDatabases databases, Sandboxes sandboxes, PhysicalTools tools) {
    this.databases = databases;
    this.sandboxes = sandboxes;
    this.tools = tools;
  }

  /** How it went; nothing where it was not tried. */
  static Optional<Restored> in(StepContext context) {
    return context.recall(REMEMBERED, Restored.class);
  }

  @Override
  public String name() {
    return "restore-into-sandbox";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(24);
  }

  @Override
  public Duration silenceLimit() {
    return Duration.ofHours(3);
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of(
        "would restore %s into a server of its own in %s and compare it"
            .formatted(ChosenBackup.in(context), sandboxes.place()));
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    if (!KnownDamages.in(context).isEmpty()) {
      return StepOutcome.skipped("files are damaged; nothing is restored");
    }
    return BackupSource.work(databases, context, source -> rehearse(context, source));
  }

  private StepOutcome rehearse(StepContext context, BackupSource source) throws Exception {
    StoredBackup backup = source.backups().named(ChosenBackup.in(context)).orElseThrow();
    Manifest manifest = backup.manifest().orElseThrow();
    boolean physical = manifest.physical().isPresent();
    if (!manifest.digestMethod().equals(TableDigest.METHOD)
        || (!physical && manifest.pageSize() != PAGE_SIZE)) {
      return StepOutcome.failed(
          "A copy of %s cannot be compared here: digests by %s, pages of %d bytes."
              .formatted(backup.name(), manifest.digestMethod(), manifest.pageSize()),
          "This release compares digests by %s, on pages of %d bytes; restore it by hand, RESTORE.txt says how"
              .formatted(TableDigest.METHOD, PAGE_SIZE));
    }
    String name = context.run().taskRunId() + "-" + context.fence();
    long began = System.nanoTime();
    try {
      return physical
          ? ofFiles(context, source, manifest, name, began)
          : ofSql(context, source, manifest, name, began);
    } catch (WrongKey e) {
      return StepOutcome.failed(
          "The backup %s cannot be opened: %s.".formatted(backup.name(), e.getMessage()),
          "Name the right private key under 'identity' of the system file's 'backup'; without it"
              + " this backup is lost");
    } catch (ServerDidNotStartException e) {
      return StepOutcome.failedForNow(
          "No server could be started for the copy: " + e.getMessage(),
          "Look at the message; upkeep.sandbox.server names another server to use");
    }
  }

  private StepOutcome ofSql(
      StepContext context, BackupSource source, Manifest manifest, String name, long began)
      throws Exception {
    try (Sandbox sandbox = sandboxes.open(name, manifest.lowerCaseTableNames())) {
      context.onStop(sandbox::abort);
      context.safePoint("sandbox-started");
      var rehearsal = new Rehearsal(context, source, manifest, sandbox);
      rehearsal.restore();
      return judged(context, source, manifest, rehearsal, began);
    }
  }

  /** A server of the same series is started on the files themselves. */
  private StepOutcome ofFiles(
      StepContext context, BackupSource source, Manifest manifest, String name, long began)
      throws Exception {
    tools.requireSeries(manifest.server());
    String version = sandboxes.serverVersion();
    if (!version.startsWith(manifest.series() + ".")) {
      return StepOutcome.failed(
          "The backup %s is of files of MariaDB %s, which the sandbox's server, %s, cannot be started on."
              .formatted(manifest.name(), manifest.series(), version),
          "Name the mariadbd of an installation of %s under upkeep.sandbox.server; the backup was not judged"
              .formatted(manifest.series()));
    }
    try (Workplace workplace = sandboxes.workplace(name)) {
      PreparedFiles files = tools.prepared(context, workplace.folder());
      files.make(source, manifest, workplace.data(), 0.5);
      if (!files.complaints().isEmpty()) {
        context.remember(REMEMBERED, new Restored(version, 0, files.complaints()));
        return StepOutcome.done(Evidence.of("differences", files.complaints()));
      }
      try (Sandbox sandbox =
          sandboxes.openOn(
              workplace, manifest.lowerCaseTableNames(), files.serverArguments(workplace.data()))) {
        context.onStop(sandbox::abort);
        context.safePoint("sandbox-started");
        var rehearsal = new Rehearsal(context, source, manifest, sandbox);
        rehearsal.examineFiles();
        return judged(context, source, manifest, rehearsal, began);
      }
    }
  }

  private static StepOutcome judged(
      StepContext context, BackupSource source, Manifest manifest, Rehearsal rehearsal, long began)
      throws Exception {
    double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
    rehearsal.askSmokeQueries();
    context.remember(
        REMEMBERED, new Restored(rehearsal.server(), seconds, rehearsal.differences()));
    return StepOutcome.done(
        Evidence.of("restored-rows", rehearsal.rowsCompared())
            .with("tables-compared", rehearsal.tablesCompared())
            .with("definitions-compared", manifest.definitions().size())
            .with("smoke-queries", source.policy().smokeQueries().size())
            .with("recovery-seconds", seconds)
            .with("differences", rehearsal.differences()));
  }
}
