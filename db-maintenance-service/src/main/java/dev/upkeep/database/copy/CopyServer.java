package dev.upkeep.database.copy;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.Seal;
import dev.upkeep.database.physical.PhysicalTools;
import dev.upkeep.database.physical.PreparedFiles;
import dev.upkeep.database.sandbox.Sandbox;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.database.sandbox.Sandboxes.Workplace;
import dev.upkeep.embedded.ServerDidNotStartException;
import dev.upkeep.system.database.TargetProblem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A server of its own that holds what a backup holds: filled by MariaDB's client, or started on the
 * files that the backup is of. It is gone with its data when closed.
 */
public final class CopyServer implements AutoCloseable {

  /** What a sandbox's server is made with. */
  private static final int PAGE_SIZE = 16 << 10;

  private final Optional<Workplace> workplace;
  private final Optional<Sandbox> sandbox;
  private final List<String> complaints;

  private CopyServer(
      Optional<Workplace> workplace, Optional<Sandbox> sandbox, List<String> complaints) {
    this.workplace = workplace;
    this.sandbox = sandbox;
    this.complaints = List.copyOf(complaints);
  }

  /**
   * Makes one; close it.
   *
   * @param share of the step that this is, for its progress
   * @throws TargetProblem when the key, the disk or the server is in the way, and not the backup
   */
  public static CopyServer of(
      StepContext context,
      BackupSource source,
      Manifest manifest,
      Sandboxes sandboxes,
      PhysicalTools tools,
      double share)
      throws Exception {
    String name = context.run().taskRunId() + "-" + context.fence();
    try {
      return manifest.physical().isPresent()
          ? ofFiles(context, source, manifest, sandboxes.workplace(name), sandboxes, tools, share)
          : ofSql(context, source, manifest, sandboxes, name, share);
    } catch (Seal.WrongKey e) {
      throw TargetProblem.lasting(
          "The backup %s cannot be opened: %s.".formatted(manifest.name(), e.getMessage()),
          "Name the right private key under 'identity' of the system file's 'backup'; without it"
              + " this backup is lost");
    } catch (ServerDidNotStartException e) {
      throw TargetProblem.passing(
          "No server could be started for the copy: " + e.getMessage(),
          "Look at the message; upkeep.sandbox.server names another server to use");
    }
  }

  private static CopyServer ofSql(
      StepContext context,
      BackupSource source,
      Manifest manifest,
      Sandboxes sandboxes,
      String name,
      double share)
      throws Exception {
    if (manifest.pageSize() != PAGE_SIZE) {
      throw TargetProblem.lasting(
          "A copy of %s cannot be made here: its pages have %d bytes."
              .formatted(manifest.name(), manifest.pageSize()),
          "This release makes servers with pages of %d bytes; restore it by hand, RESTORE.txt says how"
              .formatted(PAGE_SIZE));
    }
    Sandbox sandbox =
        sandboxes.open(name, manifest.lowerCaseTableNames(), manifest.databaseBytes());
    try {
      List<String> complaints = Feeding.into(sandbox, context, source, manifest, share);
      return new CopyServer(Optional.empty(), Optional.of(sandbox), complaints);
    } catch (Exception e) {
      sandbox.close();
      throw e;
    }
  }

  /** A server of the same series is started on the files themselves. */
  private static CopyServer ofFiles(
      StepContext context,
      BackupSource source,
      Manifest manifest,
      Workplace workplace,
      Sandboxes sandboxes,
      PhysicalTools tools,
      double share)
      throws Exception {
    try {
      requireFitting(manifest, sandboxes, tools);
      PreparedFiles files = tools.prepared(context, workplace.folder());
      files.make(source, manifest, workplace.data(), share);
      if (!files.complaints().isEmpty()) {
        return new CopyServer(Optional.of(workplace), Optional.empty(), files.complaints());
      }
      Sandbox sandbox =
          sandboxes.openOn(
              workplace,
              manifest.lowerCaseTableNames(),
              manifest.databaseBytes(),
              files.serverArguments(workplace.data()));
      var copy = new CopyServer(Optional.of(workplace), Optional.of(sandbox), List.of());
      context.onStop(sandbox::abort);
      try {
        context.safePoint("sandbox-started");
        sandbox.createDefiners(manifest.definers(), manifest.schema());
      } catch (Exception e) {
        sandbox.close();
        throw e;
      }
      return copy;
    } catch (Exception e) {
      workplace.close();
      throw e;
    }
  }

  private static void requireFitting(Manifest manifest, Sandboxes sandboxes, PhysicalTools tools)
      throws TargetProblem {
    tools.requireSeries(manifest.server());
    String version = sandboxes.serverVersion();
    if (!version.startsWith(manifest.series() + ".")) {
      throw TargetProblem.lasting(
          "The backup %s is of files of MariaDB %s, which the sandbox's server, %s, cannot be started on."
              .formatted(manifest.name(), manifest.series(), version),
          "Name the mariadbd of an installation of %s under upkeep.sandbox.server; the backup was not judged"
              .formatted(manifest.series()));
    }
  }

  /** The server; none where the backup is too damaged to make one. */
  public Optional<Sandbox> sandbox() {
    return sandbox;
  }

  /** What is wrong with the backup, as far as was found while the copy was made. */
  public List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() throws IOException {
    try {
      if (sandbox.isPresent()) {
        sandbox.get().close();
      }
    } finally {
      if (workplace.isPresent()) {
        workplace.get().close();
      }
    }
  }
}
