package dev.upkeep.database.capacity;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.capacity.CapacityPoints.Point;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** When the machine's memory and processors will be used up if it goes on like this. */
final class ForecastServer implements LookingStep {

  static final String MEMORY = "database.memory-used-up-soon";
  static final String PROCESSOR = "database.processor-used-up-soon";
  static final String OVERCOMMITTED = "database.memory-overcommitted";

  /** Of all processors: beyond it, queries wait for each other. */
  private static final double FULL = 0.8;

  private final ServerPoints points;

  ForecastServer(ServerPoints points) {
    this.points = points;
  }

  @Override
  public String name() {
    return "forecast-server";
  }

  @Override
  public StepOutcome run(StepContext context) {
    ServerFigures now = MeasureServer.measured(context);
    LocalDate today = MeasureSizes.measured(context).date();
    var parameters = context.parameters(CapacityReviewParameters.class);
    List<ServerPoints.Point> history =
        points.since(context.run(), today.minusDays(parameters.lookBackDays()));
    List<ServerPoints.Busy> busy = ServerPoints.busy(history);
    List<Point> memory = history.stream().map(p -> new Point(p.day(), 0, p.memoryBytes())).toList();
    List<Point> processor = busy.stream().map(b -> new Point(b.day(), 0, b.thousandths())).toList();
    // A looking step may look for nothing where it cannot see: what was found stays found.
    now.hostMemoryBytes().ifPresent(all -> context.looksFor(OVERCOMMITTED));
    Evidence evidence =
        Evidence.of("memory-bytes", now.memoryBytes())
            .with("memory-from", now.memoryFrom())
            .with("memory-at-most-bytes", now.memoryAtMostBytes())
            .with("host-memory-bytes", said(now.hostMemoryBytes()))
            .with(
                "memory-used-up-on",
                forecast(context, MEMORY, "memory", memory, now.hostMemoryBytes(), today))
            .with(
                "processors-busy",
                busy.isEmpty() ? "not known" : busy.getLast().thousandths() / 1000.0)
            .with("processors", said(now.processors()))
            .with("processor-from", now.cpuFrom())
            .with(
                "processors-used-up-on",
                forecast(
                    context,
                    PROCESSOR,
                    "processor",
                    processor,
                    now.processors().map(all -> Math.round(1000 * FULL * all)),
                    today));
    now.hostMemoryBytes()
        .filter(all -> now.memoryAtMostBytes() > all)
        .ifPresent(all -> overcommitted(context, now, all));
    return StepOutcome.done(evidence);
  }

  private static Object said(Optional<?> figure) {
    return figure.<Object>map(value -> value).orElse("not known");
  }

  private static String forecast(
      StepContext context,
      String kind,
      String what,
      List<Point> history,
      Optional<Long> limit,
      LocalDate today) {
    Optional<Growth> growth = Growth.of(history, Point::bytes);
    if (limit.isEmpty()) {
      return "not known: the machine cannot be seen from here";
    }
    if (growth.isEmpty()) {
      return "not known: too little history";
    }
    context.looksFor(kind);
    long left = Math.max(0, limit.get() - history.getLast().bytes());
    Optional<Long> days = Growth.daysUntil(left, growth.get().perDay());
    if (days.isEmpty()) {
      return "never, as it does not grow";
    }
    if (days.get() <= context.parameters(CapacityReviewParameters.class).fullWithinDays()) {
      context.found(
          new Sighting(
              kind,
              "server",
              Severity.WARNING,
              "The database server's %s will be used up in %d days if it goes on like this"
                  .formatted(what, days.get()),
              "Look at database.performance-review for what costs most, or give the server a larger machine",
              Evidence.of("why", "%d of %d".formatted(history.getLast().bytes(), limit.get()))));
    }
    return days.get() > 36_500
        ? "more than a hundred years ahead"
        : today.plusDays(days.get()).toString();
  }

  private static void overcommitted(StepContext context, ServerFigures now, long all) {
    context.found(
        new Sighting(
            OVERCOMMITTED,
            "server",
            Severity.WARNING,
            "The server's settings let it take %d MiB of memory, and its machine has %d MiB"
                .formatted(now.memoryAtMostBytes() >> 20, all >> 20),
            "Lower max_connections or the buffers of each connection (sort, join, read), or innodb_buffer_pool_size",
            Evidence.of("memory-at-most-bytes", now.memoryAtMostBytes())
                .with("host-memory-bytes", all)));
  }
}
