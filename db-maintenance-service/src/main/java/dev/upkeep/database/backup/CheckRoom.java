package dev.upkeep.database.backup;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.dump.DumpSession;
import dev.upkeep.database.physical.PhysicalTools;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.BackupPolicy;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks whether the backup will fit: a full disk may stop more than the backup. */
final class CheckRoom implements LookingStep {

  private static final long RESERVE = 256L << 20;

  /** What a first backup may take of the database's size; usually it is a tenth to a third. */
  private static final double FIRST_SHARE = 0.6;

  /** Beyond the last one. */
  private static final double GROWTH = 1.3;

  private final TargetDatabases databases;
  private final PhysicalTools tools;

  CheckRoom(TargetDatabases databases, PhysicalTools tools) {
    this.databases = databases;
    this.tools = tools;
  }

  @Override
  public String name() {
    return "check-room";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return BackupSource.work(
        databases, context, source -> databases.look(context, session -> look(session, source)));
  }

  private StepOutcome look(TargetSession session, BackupSource source) throws Exception {
    Optional<Long> last =
        source.backups().all().reversed().stream()
            .flatMap(backup -> backup.manifest().stream())
            .filter(
                manifest ->
                    manifest.physical().isPresent()
                        == (source.policy().method() == BackupPolicy.Method.PHYSICAL))
            .map(Manifest::bytes)
            .findFirst();
    return judge(
        bytes(session, source.policy().method()),
        last,
        source.target().free(),
        source.target().place());
  }

  private long bytes(TargetSession session, BackupPolicy.Method method) throws Exception {
    return switch (method) {
      case LOGICAL -> DumpSession.on(session.connection()).facts().bytes();
      case PHYSICAL -> ServerFiles.bytes(tools.requireFor(session));
    };
  }

  /** Decides. */
  static StepOutcome judge(long database, Optional<Long> last, OptionalLong room, String place) {
    long expected =
        last.map(bytes -> (long) (bytes * GROWTH)).orElse((long) (database * FIRST_SHARE));
    long needed = expected + RESERVE;
    if (room.isEmpty()) {
      return StepOutcome.done(Evidence.of("expected-bytes", expected));
    }
    long free = room.getAsLong();
    if (free < needed) {
      return StepOutcome.failed(
          "%s has %s free, and the backup may need %s (%s expected, %s kept free)."
              .formatted(place, mb(free), mb(needed), mb(expected), mb(RESERVE)),
          "Make room, keep fewer backups, or name another place in the system file");
    }
    return StepOutcome.done(Evidence.of("free-bytes", free).with("expected-bytes", expected));
  }

  private static String mb(long bytes) {
    return "%,d MB".formatted(bytes >> 20);
  }
}
