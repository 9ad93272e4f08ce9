package dev.upkeep.database.backup;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupplace.BackupTarget;
import dev.upkeep.database.backupplace.PlaceProblem;
import dev.upkeep.database.backupset.BackupDraft;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.ChosenBackup;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.dump.DatabaseDump;
import dev.upkeep.database.dump.DumpSession;
import dev.upkeep.database.physical.PhysicalTools;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.io.IOException;
import java.time.Duration;

/**
 * Writes a draft of the backup from one snapshot. Each attempt writes one of its own from the
 * beginning and removes what earlier ones left; nothing takes a draft for a backup.
 */
final class WriteBackup implements RepeatableStep {

  private static final String REMEMBERED = "draft";

  /** What the draft is called that was written to its end. */
  record Draft(String name) {}

  private final TargetDatabases databases;
  private final PhysicalTools tools;

  WriteBackup(TargetDatabases databases, PhysicalTools tools) {
    this.databases = databases;
    this.tools = tools;
  }

  /** The draft that is whole; none in a dry run. */
  static java.util.Optional<String> draftOf(StepContext context) {
    return context.recall(REMEMBERED, Draft.class).map(Draft::name);
  }

  @Override
  public String name() {
    return "write-backup";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(12);
  }

  /** The server says nothing while it digests a large table. */
  @Override
  public Duration silenceLimit() {
    return Duration.ofHours(2);
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    try (BackupSource source = BackupSource.of(databases, context.run())) {
      return databases.plan(context, session -> plan(session, source));
    }
  }

  private static Plan plan(TargetSession session, BackupSource source) throws Exception {
    DumpSession.ServerFacts facts = DumpSession.on(session.connection()).facts();
    return new Plan(
        "would write %s of tables and indexes, compressed%s, to %s"
            .formatted(
                "%,d MB".formatted(facts.bytes() >> 20),
                source.recipient().isPresent() ? " and encrypted" : "",
                source.target().place()),
        Evidence.of("database-bytes", facts.bytes()));
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return BackupSource.work(
        databases,
        context,
        source -> databases.look(context, session -> write(context, session, source)));
  }

  private StepOutcome write(StepContext context, TargetSession session, BackupSource source)
      throws Exception {
    takeLock(session);
    BackupTarget target = source.target();
    for (String left : target.drafts()) {
      target.remove(left);
    }
    String backup = ChosenBackup.in(context);
    String draft = backup + "-" + context.fence();
    try {
      long began = System.nanoTime();
      var draftFiles =
          new BackupDraft(
              target,
              draft,
              source.recipient(),
              context.parameters(BackupParameters.class).compressionLevel());
      Manifest manifest =
          switch (source.policy().method()) {
            case LOGICAL ->
                new Writing(
                        context,
                        source,
                        backup,
                        DatabaseDump.of(DumpSession.on(session.connection())),
                        draftFiles)
                    .all();
            case PHYSICAL ->
                new PhysicalWriting(context, session, source, tools, draftFiles).all(backup);
          };
      context.remember(REMEMBERED, new Draft(draft));
      return StepOutcome.done(
          BackupEvidence.of(manifest)
              .with("took-ms", Duration.ofNanos(System.nanoTime() - began).toMillis()));
    } catch (PlaceProblem problem) {
      discard(target, draft, problem);
      throw problem;
    }
  }

  /** On a full disk it is in everybody's way; the next run removes what cannot be removed now. */
  private static void discard(BackupTarget target, String draft, PlaceProblem problem) {
    try {
      target.remove(draft);
    } catch (IOException e) {
      problem.addSuppressed(e);
    }
  }

  /**
   * The component's claim keeps runs apart; this keeps a worker apart that does not know it is
   * dead.
   */
  private static void takeLock(TargetSession session) throws TargetProblem {
    Integer got =
        session
            .sql("SELECT GET_LOCK(:name, 2)")
            .param("name", session.database().lockName())
            .query(Integer.class)
            .optional()
            .orElse(0);
    if (got != 1) {
      throw TargetProblem.passing(
          "Another connection of Upkeep works on %s.".formatted(session.database().label()),
          "Wait for it to end; SHOW PROCESSLIST shows it");
    }
  }
}
