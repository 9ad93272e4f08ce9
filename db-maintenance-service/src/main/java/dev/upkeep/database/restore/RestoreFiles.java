package dev.upkeep.database.restore;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.ChosenBackup;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.Seal.WrongKey;
import dev.upkeep.database.copy.Feeding;
import dev.upkeep.database.physical.PhysicalTools;
import dev.upkeep.database.sandbox.ClientOptions;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.database.sandbox.StockClient;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads the backup into the database with MariaDB's own client, or what a server of its own made of
 * it. A repeat empties what this very run has put there, which the mark in the database says, and
 * begins again.
 */
final class RestoreFiles implements RepeatableStep {

  private static final String REMEMBERED = "expected";

  private final TargetDatabases databases;
  private final Sandboxes sandboxes;
  private final PhysicalTools tools;

  RestoreFiles(TargetDatabases databases, Sandboxes sandboxes, PhysicalTools tools) {
    this.databases = databases;
    this.sandboxes = sandboxes;
    this.tools = tools;
  }

  /** What the database must be like, where it is not just what the backup holds. */
  static Optional<Manifest> expected(StepContext context) {
    return context.recall(REMEMBERED, Manifest.class);
  }

  @Override
  public String name() {
    return "restore-files";
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
  public Plan plan(StepContext context) throws Exception {
    String into = context.parameters(RestoreParameters.class).into();
    return databases.plan(
        context,
        session ->
            Plan.of(
                new CopyDatabase(session, into).isEmpty()
                        || context.parameters(RestoreParameters.class).replace()
                    ? "would restore %s into '%s'".formatted(ChosenBackup.in(context), into)
                    : "would refuse: the database '%s' is not empty".formatted(into)));
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return BackupSource.work(
        databases,
        context,
        source -> databases.look(context, session -> restore(context, session, source)));
  }

  private StepOutcome restore(StepContext context, TargetSession session, BackupSource source)
      throws Exception {
    String into = context.parameters(RestoreParameters.class).into();
    Manifest manifest =
        source.backups().named(ChosenBackup.in(context)).orElseThrow().manifest().orElseThrow();
    new CopyDatabase(session, into)
        .begin(
            context.run().taskRunId().toString(),
            manifest.charset(),
            manifest.collation(),
            AwaitApproval.given(context));
    long began = System.nanoTime();
    try (Sandboxes.Workplace workplace =
        sandboxes.workplace("client-" + context.run().taskRunId() + "-" + context.fence())) {
      Path folder = workplace.folder();
      StockClient client =
          new StockClient(
              workplace.client(),
              folder,
              ClientOptions.of(
                  source.database().component().url(),
                  source.database().component().user(),
                  source.database().secret("password", source.database().component().password())));
      Optional<Instant> until = context.parameters(RestoreParameters.class).untilInstant();
      if (manifest.physical().isPresent() || until.isPresent()) {
        context.remember(
            REMEMBERED,
            new ByWayOfCopy(context, source, manifest, sandboxes, tools)
                .into(into, client, session, until));
      } else {
        feed(context, source, manifest, client, into);
      }
    } catch (WrongKey e) {
      return StepOutcome.failed(
          "The backup %s cannot be opened: %s.".formatted(manifest.name(), e.getMessage()),
          "Name the right private key under 'identity' of the system file's 'backup'");
    }
    return StepOutcome.done(
        Evidence.of("restored-into", into)
            .with("files-restored", manifest.files().size())
            .with(
                "recovery-seconds",
                Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0));
  }

  private static void feed(
      StepContext context, BackupSource source, Manifest manifest, StockClient client, String into)
      throws Exception {
    var feeding =
        new Feeding(
            context,
            source,
            manifest,
            client,
            into,
            process -> {
              context.onStop(process::destroyForcibly);
              // Whoever takes the run over makes sure that this client reads no further.
              context.holds(process.toHandle());
            });
    // One at a time: the server has others to serve.
    feeding.all(1, 1.0);
    if (!feeding.complaints().isEmpty()) {
      throw TargetProblem.lasting(
          "The backup cannot be read into '%s': %s."
              .formatted(into, String.join("; ", feeding.complaints())),
          "Look at the message; what was read stays in '%s' with the mark of this run, and may be dropped"
              .formatted(into));
    }
  }
}
