package dev.upkeep.benchmarks.database;

import dev.upkeep.benchmarks.report.Figure;
import dev.upkeep.benchmarks.report.Goal;
import dev.upkeep.benchmarks.report.Machine;
import dev.upkeep.benchmarks.report.Report;
import dev.upkeep.benchmarks.task.LoneRun;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.online.OnlineDdl;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Changes a table's definition while a transaction that has read the table stays open for a while,
 * and times the queries that somebody else runs on the table meanwhile. The change must be made in
 * the end. Beside it the plain ALTER TABLE.
 */
@Command(
    name = "ddl-stall",
    description = "queries kept waiting by a change of their table behind an open transaction",
    mixinStandardHelpOptions = true)
public final class StallBenchmark implements Callable<Integer> {

  private static final double TYPICAL_MILLIS = 50;
  private static final double NEVER_MILLIS = 100;

  @Option(names = "--trials", description = "how many (default: 100)")
  private int trials = 100;

  @Option(names = "--rival-trials", description = "of the plain ALTER TABLE (default: 20)")
  private int rivalTrials = 20;

  @Option(names = "--held-ms", description = "how long the transaction stays open (default: 250)")
  private int heldMillis = 250;

  @Option(names = "--server", description = "another mariadbd than the bundled one")
  private @Nullable Path program;

  @Override
  public Integer call() throws Exception {
    try (MeasuredMariaDb database = MeasuredMariaDb.start(Optional.ofNullable(program))) {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("server", database.version());
      settings.put("trials", trials);
      settings.put("held-ms", heldMillis);
      var report = new Report("ddl-stall", Machine.here(Instant.now()), settings);
      database.execute(
          "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(100) NOT NULL)",
          "INSERT INTO t SELECT seq, CONCAT('v', seq) FROM seq_1_to_5000");
      TargetDatabases door = database.door();
      List<Double> idle = new ArrayList<>();
      List<Double> plain = new ArrayList<>();
      List<Double> ours = new ArrayList<>();
      // The first does not count: classes are loaded and compiled.
      for (int trial = 0; trial <= trials; trial++) {
        double stall = stall(database, () -> upkeep(door));
        if (trial > 0) {
          ours.add(stall);
        }
        if (trial > 0 && trial <= rivalTrials) {
          idle.add(stall(database, () -> {}));
          plain.add(stall(database, () -> database.execute("ALTER TABLE t FORCE")));
        }
      }
      report.add(Figure.quantile("no change, longest query, ms", 0.5, idle, Goal.none()));
      report.add(Figure.quantile("plain ALTER TABLE, ms", 0.5, plain, Goal.none()));
      report.add(Figure.quantile("Upkeep, typical, ms", 0.5, ours, Goal.atMost(TYPICAL_MILLIS)));
      report.add(Figure.quantile("Upkeep, longest of all, ms", 1, ours, Goal.atMost(NEVER_MILLIS)));
      report.print(System.out);
      return 0;
    }
  }

  /** A change of a table. */
  @FunctionalInterface
  private interface Change {
    void make() throws Exception;
  }

  private static void upkeep(TargetDatabases door) throws Exception {
    var run = new LoneRun("database.optimize", MeasuredMariaDb.SYSTEM, MeasuredMariaDb.COMPONENT);
    StepOutcome outcome =
        door.change(
            run,
            Duration.ofSeconds(5),
            (session, lock) -> {
              var online =
                  new OnlineDdl(
                      run, session, lock, Tables.in(session).require("t"), Duration.ofSeconds(5));
              online.run(new OnlineDdl.Change("rebuilding", "FORCE", "INPLACE"));
              return StepOutcome.done(Evidence.none());
            });
    if (!(outcome instanceof StepOutcome.Done)) {
      throw new IllegalStateException("The change was not made: " + outcome);
    }
  }

  /** The longest that an unrelated query took until the change was made, in milliseconds. */
  private double stall(MeasuredMariaDb database, Change change) throws Exception {
    try (Connection holder = database.application();
        Statement open = holder.createStatement();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      holder.setAutoCommit(false);
      open.execute("SELECT * FROM t LIMIT 1");
      var others = new Queries(database);
      CompletableFuture<Void> asked = CompletableFuture.runAsync(others, threads);
      CompletableFuture<Void> made =
          CompletableFuture.runAsync(
              () -> {
                try {
                  change.make();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              },
              threads);
      // The server waits; the transaction is open meanwhile.
      open.execute("DO SLEEP(%s)".formatted(heldMillis / 1000.0));
      holder.commit();
      made.join();
      others.stop();
      asked.join();
      return others.longestMillis();
    }
  }

  /** Somebody else, who runs one query after the other. */
  private static final class Queries implements Runnable {
    private final MeasuredMariaDb database;
    private volatile boolean stopped;
    private volatile long longest;

    Queries(MeasuredMariaDb database) {
      this.database = database;
    }

    @Override
    public void run() {
      try (Connection connection = database.application();
          Statement statement = connection.createStatement()) {
        while (!stopped) {
          long started = System.nanoTime();
          statement.execute("SELECT COUNT(*) FROM t WHERE id < 10");
          longest = Math.max(longest, System.nanoTime() - started);
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    void stop() {
      stopped = true;
    }

    double longestMillis() {
      return longest / 1e6;
    }
  }
}
