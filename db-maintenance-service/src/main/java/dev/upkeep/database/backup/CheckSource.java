package dev.upkeep.database.backup;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupplace.BackupName;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.ChosenBackup;
import dev.upkeep.database.dump.Definition;
import dev.upkeep.database.dump.Definitions;
import dev.upkeep.database.dump.DumpSession;
import dev.upkeep.database.dump.DumpTable;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.BackupPolicy;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.util.List;
import java.util.stream.Collectors;

/** Looks whether one snapshot can hold all of the database, and gives the backup its name. */
final class CheckSource implements LookingStep {

  static final String NO_HISTORY = "database.history-not-backed-up";
  static final String BROKEN_VIEW = "database.broken-view";

  private final TargetDatabases databases;

  CheckSource(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "check-source";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return BackupSource.work(
        databases,
        context,
        source -> databases.look(context, session -> check(context, session, source)));
  }

  private static StepOutcome check(StepContext context, TargetSession session, BackupSource source)
      throws Exception {
    context.looksFor(NO_HISTORY);
    context.looksFor(BROKEN_VIEW);
    DumpSession dump = DumpSession.on(session.connection());
    boolean physical = source.policy().method() == BackupPolicy.Method.PHYSICAL;
    List<DumpTable> tables = DumpTable.in(dump);
    List<DumpTable> unsafe =
        tables.stream()
            .filter(table -> !physical && !table.isTransactional())
            .filter(table -> !source.policy().withoutRows().contains(table.name()))
            .toList();
    if (!unsafe.isEmpty()) {
      return refused(unsafe);
    }
    tables.stream()
        .filter(table -> !physical && table.versioned())
        .forEach(table -> reportHistory(context, table));
    List<Definition> broken =
        Definitions.in(dump).stream()
            .filter(d -> d.kind() == Definition.Kind.VIEW && d.isBroken())
            .toList();
    broken.forEach(view -> reportBroken(context, view));
    String name = BackupName.of(context.clock().instant(), context.run().taskRunId());
    ChosenBackup.remember(context, name);
    return StepOutcome.done(
        Evidence.of("backup", name)
            .with("tables-found", tables.size())
            .with("database-bytes", dump.facts().bytes())
            .with("definition-alone", source.policy().withoutRows()));
  }

  private static StepOutcome refused(List<DumpTable> unsafe) {
    String names =
        unsafe.stream()
            .map(table -> "'%s' (%s)".formatted(table.name(), table.engine()))
            .collect(Collectors.joining(", "));
    return StepOutcome.failed(
        "No snapshot holds these tables, since their engine has no transactions: %s."
            .formatted(names),
        "Run ALTER TABLE … ENGINE = InnoDB for each, or name it in 'without-rows' of the system"
            + " file's 'backup', which keeps its definition alone");
  }

  private static void reportHistory(StepContext context, DumpTable table) {
    context.found(
        new Sighting(
            NO_HISTORY,
            table.name(),
            Severity.WARNING,
            "Backups hold the rows of '%s' as they are, without their history"
                .formatted(table.name()),
            "Keep the history by a physical backup, if it must outlive the server",
            Evidence.of("rows", table.rows())));
  }

  private static void reportBroken(StepContext context, Definition view) {
    context.found(
        new Sighting(
            BROKEN_VIEW,
            view.name(),
            Severity.WARNING,
            "The view '%s' refers to something that is gone; it is not in backups"
                .formatted(view.name()),
            "Drop the view, or make again what it refers to",
            Evidence.none()));
  }
}
