package dev.upkeep.benchmarks.database;

import dev.upkeep.benchmarks.report.Figure;
import dev.upkeep.benchmarks.report.Goal;
import dev.upkeep.benchmarks.report.Machine;
import dev.upkeep.benchmarks.report.Report;
import dev.upkeep.database.reclaim.Estimator;
import dev.upkeep.database.reclaim.FileSizes;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.system.database.TargetSession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Foretells for tables of many shapes what a rebuild would give back, rebuilds them, and compares.
 * Beside it {@code DATA_FREE}, by which administrators decide.
 */
@Command(
    name = "reclaim",
    description = "what a rebuild would give back, against the rebuild; 20 shapes of tables",
    mixinStandardHelpOptions = true)
public final class ReclaimBenchmark implements Callable<Integer> {

  private static final double WITHIN = 10;
  private static final double OF_TWENTY = 18.0 / 20;

  @Option(names = "--server", description = "another mariadbd than the bundled one")
  private @Nullable Path program;

  @Override
  public Integer call() throws Exception {
    try (MeasuredMariaDb database = MeasuredMariaDb.start(Optional.ofNullable(program))) {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("server", database.version());
      settings.put("shapes", TableShape.ALL.size());
      var report = new Report("reclaim", Machine.here(Instant.now()), settings);
      List<Double> ours = new ArrayList<>();
      List<Double> dataFree = new ArrayList<>();
      for (TableShape shape : TableShape.ALL) {
        Outcome outcome = measure(database, shape);
        ours.add(outcome.said().map(said -> Math.abs(said - outcome.really())).orElse(100.0));
        dataFree.add(Math.abs(outcome.dataFree() - outcome.really()));
        System.out.printf(
            "%-30s really %5.1f %%, foretold %s, DATA_FREE %5.1f %%%n",
            shape.name(),
            outcome.really(),
            outcome.said().map(said -> "%5.1f %%".formatted(said)).orElse("nothing: left out"),
            outcome.dataFree());
      }
      report.add(Figure.quantile("error, points", 1, ours, Goal.none()));
      report.add(Figure.quantile("error of DATA_FREE, points", 1, dataFree, Goal.none()));
      report.add(
          Figure.median(
              "share of shapes within 10 points", List.of(within(ours)), Goal.atLeast(OF_TWENTY)));
      report.add(Figure.median("the same by DATA_FREE", List.of(within(dataFree)), Goal.none()));
      report.print(System.out);
      return 0;
    }
  }

  private static double within(List<Double> errors) {
    return (double) errors.stream().filter(error -> error <= WITHIN).count() / errors.size();
  }

  /**
   * Percents of the file.
   *
   * @param said empty where no estimate is given
   */
  private record Outcome(Optional<Double> said, double really, double dataFree) {}

  private static Outcome measure(MeasuredMariaDb database, TableShape shape) throws Exception {
    database.execute(shape.statements());
    try (TargetSession session =
        database
            .door()
            .named(MeasuredMariaDb.SYSTEM, MeasuredMariaDb.COMPONENT)
            .open(Duration.ofSeconds(60))) {
      Table table = Tables.in(session).require("t");
      var estimator = new Estimator(session, FileSizes.in(session));
      long before = FileSizes.in(session).of(table).orElseThrow();
      Optional<Double> said =
          estimator.obstacle(table).isPresent()
              ? Optional.empty()
              : Optional.of(100 * estimator.estimate(table).share());
      database.execute("ALTER TABLE t FORCE");
      long after = FileSizes.in(session).of(table).orElseThrow();
      return new Outcome(
          said, 100.0 * (before - after) / before, 100.0 * table.freeBytes() / before);
    }
  }
}
