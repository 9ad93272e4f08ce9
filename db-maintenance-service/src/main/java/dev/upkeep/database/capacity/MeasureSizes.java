package dev.upkeep.database.capacity;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.online.HeadRoom;
import dev.upkeep.database.reclaim.FileSizes;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How large each table is, and how much room there is where the server keeps them. */
final class MeasureSizes implements LookingStep {

  private static final String REMEMBERED = "sizes";

  private final TargetDatabases databases;

  MeasureSizes(TargetDatabases databases) {
    this.databases = databases;
  }

  /** Of one table. */
  record Size(String table, long rows, long bytes) {}

  /**
   * What is remembered for later steps.
   *
   * @param day in UTC, on which the sizes were taken
   * @param freeBytes on the server's disk; -1 where that cannot be seen
   * @param totalBytes of the server's disk
   * @param disk what is known of the disk, for people
   */
  record Sizes(String day, List<Size> tables, long freeBytes, long totalBytes, String disk) {
    Sizes {
      tables = List.copyOf(tables);
    }

    LocalDate date() {
      return LocalDate.parse(day);
    }

    Optional<Long> free() {
      return freeBytes < 0 ? Optional.empty() : Optional.of(freeBytes);
    }
  }

  static Sizes measured(StepContext context) {
    return context.recall(REMEMBERED, Sizes.class).orElseThrow();
  }

  @Override
  public String name() {
    return "measure-sizes";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return databases.look(context, session -> measure(context, session));
  }

  private static StepOutcome measure(StepContext context, TargetSession session) {
    FileSizes files = FileSizes.in(session);
    List<Table> tables = Tables.in(session).all().stream().filter(Table::isBase).toList();
    List<Size> sizes =
        tables.stream()
            .map(
                table ->
                    new Size(
                        table.name(),
                        table.rows(),
                        files.of(table).orElse(table.dataBytes() + table.indexBytes())))
            .sorted(Comparator.comparingLong(Size::bytes).reversed())
            .toList();
    HeadRoom room =
        tables.stream()
            .filter(table -> files.of(table).isPresent())
            .max(Comparator.comparingLong(table -> files.of(table).orElse(0L)))
            .map(largest -> HeadRoom.of(session, largest, files.of(largest).orElse(0L)))
            .orElse(new HeadRoom.Unknown("the database has no table with a file of its own"));
    var known = room instanceof HeadRoom.Known k ? k : new HeadRoom.Known("", -1, 0);
    String day = LocalDate.ofInstant(context.clock().instant(), ZoneOffset.UTC).toString();
    context.remember(
        REMEMBERED, new Sizes(day, sizes, known.freeBytes(), known.totalBytes(), room.said()));
    return StepOutcome.done(
        Evidence.of("tables", sizes.size())
            .with("all-tables-bytes", sizes.stream().mapToLong(Size::bytes).sum())
            .with("sizes-from", files.measured() ? "files" : "pages (no PROCESS privilege)")
            .with("disk-room", room.said()));
  }
}
