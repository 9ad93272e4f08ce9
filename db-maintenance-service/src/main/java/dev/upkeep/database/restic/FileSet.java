package dev.upkeep.database.restic;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.system.FilesComponent;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.MariaDbComponent;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Files that are backed up: what the system file says of them, and where their backups are.
 *
 * @param system whose they are
 * @param component what the system file says of them
 * @param repository where their backups are kept
 */
public record FileSet(MaintainedSystem system, FilesComponent component, Repository repository) {

  /** Who it is in messages: {@code lcbp3-dms/documents}. */
  public String label() {
    return system.name() + "/" + component.name();
  }

  /** Their snapshots, finished or not, the oldest first. */
  public List<Snapshot> snapshots(StepContext context) throws Exception {
    return repository.snapshots(context, Tags.of(system.name(), component.name()));
  }

  /** Their snapshots that were compared with the files; only those are backups. */
  public List<Snapshot> backups(StepContext context) throws Exception {
    return snapshots(context).stream().filter(Snapshot::isWhole).toList();
  }

  /** The snapshot that the run of this step has written, if it is there. */
  public Optional<Snapshot> ofRun(StepContext context) throws Exception {
    String tag = Tags.ofRun(context.run().taskRunId());
    return snapshots(context).stream().filter(s -> s.tags().contains(tag)).findFirst();
  }

  /** Whose days, weeks and months count. */
  public ZoneId zone() {
    return component
        .belongsTo()
        .flatMap(system::component)
        .filter(MariaDbComponent.class::isInstance)
        .flatMap(database -> ((MariaDbComponent) database).datetimeZone())
        .orElse(ZoneOffset.UTC);
  }
}
