package dev.upkeep.database.capacity;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.capacity.CapacityPoints.Point;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Growth for each table and in all, and when the disk will be full if it goes on like this. */
final class ForecastGrowth implements LookingStep {

  static final String DISK_FULL = "database.disk-full-soon";

  private static final long SOON_DAYS = 7;
  private static final long MONTH_DAYS = 31;
  private static final int NAMED = 20;

  private final CapacityPoints points;

  ForecastGrowth(CapacityPoints points) {
    this.points = points;
  }

  @Override
  public String name() {
    return "forecast-growth";
  }

  @Override
  public StepOutcome run(StepContext context) {
    MeasureSizes.Sizes sizes = MeasureSizes.measured(context);
    var parameters = context.parameters(CapacityReviewParameters.class);
    Map<String, List<Point>> history =
        points.since(context.run(), sizes.date().minusDays(parameters.lookBackDays()));
    Optional<Growth> all = Growth.of(together(history), Point::bytes);
    Evidence evidence =
        Evidence.of(
                "all-tables-bytes",
                sizes.tables().stream().mapToLong(MeasureSizes.Size::bytes).sum())
            .with("disk-room", sizes.disk())
            .with("history-days", Growth.days(together(history)))
            .with(
                "growth-a-day-bytes",
                all.<Object>map(g -> Math.round(g.perDay())).orElse(tooLittle(history)))
            .with("full-on", forecast(context, sizes, all))
            .with("tables", tables(sizes, history));
    return StepOutcome.done(evidence);
  }

  private static String tooLittle(Map<String, List<Point>> history) {
    List<Point> all = together(history);
    return "not known: %d points over %d days are kept, %d over %d are needed"
        .formatted(all.size(), Growth.days(all), Growth.LEAST_POINTS, Growth.LEAST_DAYS);
  }

  private static String forecast(
      StepContext context, MeasureSizes.Sizes sizes, Optional<Growth> growth) {
    if (growth.isEmpty()) {
      return "not known: too little history";
    }
    // A looking step may look for nothing where it cannot see: what was found stays found.
    if (sizes.free().isEmpty()) {
      return sizes.disk();
    }
    context.looksFor(DISK_FULL);
    Optional<Long> days = Growth.daysUntil(sizes.freeBytes(), growth.get().perDay());
    if (days.isEmpty()) {
      return "never, as it does not grow";
    }
    Optional<Long> soonest = Growth.daysUntil(sizes.freeBytes(), growth.get().fast());
    Optional<Long> latest = Growth.daysUntil(sizes.freeBytes(), growth.get().slow());
    String said =
        "%s (between %s and %s)"
            .formatted(
                on(sizes, days),
                on(sizes, soonest),
                latest.isEmpty() ? "never" : on(sizes, latest));
    if (days.get() <= context.parameters(CapacityReviewParameters.class).fullWithinDays()) {
      found(context, sizes, growth.get(), days.get(), said);
    }
    return said;
  }

  private static String on(MeasureSizes.Sizes sizes, Optional<Long> days) {
    long ahead = Math.min(days.orElse(0L), 36_500);
    LocalDate date = sizes.date().plusDays(ahead);
    return ahead == 36_500 ? "more than a hundred years ahead" : date.toString();
  }

  private static void found(
      StepContext context, MeasureSizes.Sizes sizes, Growth growth, long days, String said) {
    context.found(
        new Sighting(
            DISK_FULL,
            "disk",
            days <= SOON_DAYS
                ? Severity.CRITICAL
                : days <= MONTH_DAYS ? Severity.HIGH : Severity.WARNING,
            "The database server's disk will be full in %d days if it goes on like this"
                .formatted(days),
            "Archive or delete old rows (database.cleanup), or give the server a larger disk",
            Evidence.of("disk-room", sizes.disk())
                .with("growth-a-day-bytes", Math.round(growth.perDay()))
                .with("full-on", said)));
  }

  /** The sum over all tables, of the days on which all that were ever kept on that day were. */
  private static List<Point> together(Map<String, List<Point>> history) {
    Map<LocalDate, long[]> sums = new TreeMap<>();
    history
        .values()
        .forEach(
            points ->
                points.forEach(
                    point -> {
                      long[] sum = sums.computeIfAbsent(point.day(), day -> new long[2]);
                      sum[0] += point.rows();
                      sum[1] += point.bytes();
                    }));
    List<Point> all = new ArrayList<>();
    sums.forEach((day, sum) -> all.add(new Point(day, sum[0], sum[1])));
    return all;
  }

  private static Map<String, Object> tables(
      MeasureSizes.Sizes sizes, Map<String, List<Point>> history) {
    Map<String, Object> tables = new LinkedHashMap<>();
    sizes.tables().stream()
        .limit(NAMED)
        .forEach(
            size -> {
              List<Point> points = history.getOrDefault(size.table(), List.of());
              Map<String, Object> figures = new LinkedHashMap<>();
              figures.put("rows", size.rows());
              figures.put("table-bytes", size.bytes());
              figures.put(
                  "rows-a-day",
                  Growth.of(points, Point::rows)
                      .<Object>map(g -> Math.round(g.perDay()))
                      .orElse("not known"));
              figures.put(
                  "growth-a-day-bytes",
                  Growth.of(points, Point::bytes)
                      .<Object>map(g -> Math.round(g.perDay()))
                      .orElse("not known"));
              tables.put(size.table(), figures);
            });
    return tables;
  }
}
