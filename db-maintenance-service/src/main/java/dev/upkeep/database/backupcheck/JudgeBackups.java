package dev.upkeep.database.backupcheck;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.database.TargetDatabases;
import java.util.List;

/** Age, proof, size and room, by the manifests. */
final class JudgeBackups implements LookingStep {

  private static final String REMEMBERED = "unsafe";

  /** What makes the run fail. */
  record Unsafe(List<String> reasons) {
    Unsafe {
      reasons = List.copyOf(reasons);
    }
  }

  private final TargetDatabases databases;

  JudgeBackups(TargetDatabases databases) {
    this.databases = databases;
  }

  static List<String> unsafe(StepContext context) {
    return context.recall(REMEMBERED, Unsafe.class).map(Unsafe::reasons).orElse(List.of());
  }

  @Override
  public String name() {
    return "judge-backups";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return BackupSource.work(databases, context, source -> judge(context, source));
  }

  private static StepOutcome judge(StepContext context, BackupSource source) throws Exception {
    List.of(
            BackupVerdict.STALE,
            BackupVerdict.UNPROVEN,
            BackupVerdict.DAMAGED,
            BackupVerdict.SIZE,
            BackupVerdict.ROOM)
        .forEach(context::looksFor);
    var verdict =
        new BackupVerdict(
            source.backups().all(),
            context.parameters(BackupCheckParameters.class),
            context.clock().instant(),
            source.target().free(),
            source.target().place());
    List<Sighting> sightings = verdict.sightings();
    sightings.forEach(context::found);
    context.remember(
        REMEMBERED,
        new Unsafe(
            sightings.stream()
                .filter(s -> s.severity() == Severity.CRITICAL || s.severity() == Severity.HIGH)
                .map(Sighting::title)
                .toList()));
    return StepOutcome.done(verdict.evidence().with("findings", sightings.size()));
  }
}
