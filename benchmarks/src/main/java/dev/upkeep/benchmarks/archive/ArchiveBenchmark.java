package dev.upkeep.benchmarks.archive;

import dev.upkeep.benchmarks.report.Figure;
import dev.upkeep.benchmarks.report.Goal;
import dev.upkeep.benchmarks.report.Machine;
import dev.upkeep.benchmarks.report.Report;
import dev.upkeep.chassis.time.Pauses;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Moves the old half of a table to its archive: as {@code database.cleanup} does, free and braked,
 * as pt-archiver does, row by row and in bulk, and as the one statement does that administrators
 * write. All take turns on the same rows, with an application of 200 transactions a second beside
 * them that inserts into the table, and without it. Every row must be there once afterwards.
 */
@Command(
    name = "archive",
    description = "old rows archived, beside pt-archiver and INSERT … SELECT with DELETE",
    mixinStandardHelpOptions = true)
public final class ArchiveBenchmark implements Callable<Integer> {

  /** The ways to archive. */
  enum Way {
    FREE("Upkeep, free"),
    BRAKED("Upkeep, braked"),
    PT_ROWS("pt-archiver, rows"),
    PT_BULK("pt-archiver, bulk"),
    ONE_STATEMENT("one statement");

    private final String words;

    Way(String words) {
      this.words = words;
    }
  }

  @Option(names = "--rounds", description = "how often each is measured (default: 5)")
  private int rounds = 5;

  @Option(names = "--rows", description = "rows of the table; half are old (default: 100000)")
  private int rows = 100_000;

  @Option(
      names = "--load",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "with the application's load (default), or --no-load")
  private boolean load;

  @Option(
      names = "--idle-seconds",
      description = "how long the application is alone in a round (default: 8)")
  private int idleSeconds = 8;

  @Option(names = "--pt-archiver", description = "where the rival is, if it is not on the path")
  private @Nullable Path program;

  private final Map<Way, List<Double>> speed = new TreeMap<>();
  private final Map<Way, List<Double>> p99 = new TreeMap<>();
  private final List<Double> idle = new ArrayList<>();
  private final Pauses pauses = new Pauses();

  @Override
  public Integer call() throws Exception {
    Optional<PtArchiver> rival = PtArchiver.find(Optional.ofNullable(program));
    if (rival.isEmpty()) {
      System.err.println(
          "SKIPPED: there is no pt-archiver here (Debian: apt-get install percona-toolkit)");
      return 3;
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("rounds", rounds);
    settings.put("rows", rows);
    settings.put("load", load);
    Report report = new Report("archive", Machine.here(Instant.now()), settings);
    try (AuditServer server = AuditServer.start(rows);
        Cleanup cleanup = new Cleanup(server)) {
      // Once without counting: our code is compiled, the server's memory is filled.
      server.prepare();
      cleanup.run(false);
      for (int round = 0; round < rounds; round++) {
        for (Way way : Way.values()) {
          if (!measured(server, cleanup, rival.get(), way)) {
            return 1;
          }
        }
        System.err.printf("round %d of %d%n", round + 1, rounds);
      }
    }
    figures(report);
    report.print(System.out);
    return 0;
  }

  private boolean measured(AuditServer server, Cleanup cleanup, PtArchiver rival, Way way)
      throws Exception {
    server.prepare();
    long inserted = 0;
    if (load) {
      try (Application application = Application.start(server)) {
        pauses.pause(Duration.ofSeconds(way == Way.FREE ? idleSeconds : 2));
        double from = application.now();
        speed(way).add(server.oldRows() / seconds(server, cleanup, rival, way));
        double until = application.now();
        List<Application.Felt> felt = application.end();
        inserted = felt.size();
        if (way == Way.FREE) {
          idle.add(windowed(felt, 1, from));
        }
        p99.computeIfAbsent(way, w -> new ArrayList<>()).add(windowed(felt, from, until));
      }
    } else {
      speed(way).add(server.oldRows() / seconds(server, cleanup, rival, way));
    }
    System.err.printf(
        Locale.ROOT,
        "  %s: %.0f rows/s%s%n",
        way.words,
        speed(way).getLast(),
        load
            ? String.format(
                Locale.ROOT,
                ", application's p99 %.1f ms",
                p99.getOrDefault(way, List.of()).getLast())
            : "");
    return isRight(server, way, inserted);
  }

  private List<Double> speed(Way way) {
    return speed.computeIfAbsent(way, w -> new ArrayList<>());
  }

  private static double seconds(AuditServer server, Cleanup cleanup, PtArchiver rival, Way way)
      throws Exception {
    long begun = System.nanoTime();
    switch (way) {
      case FREE -> cleanup.run(false);
      case BRAKED -> System.err.println("  the brake says " + cleanup.run(true).values());
      case PT_ROWS -> rival.rowByRow(server);
      case PT_BULK -> rival.inBulk(server);
      case ONE_STATEMENT -> oneStatement(server);
    }
    return (System.nanoTime() - begun) / 1e9;
  }

  /** As it is usually written, but with one cut-off and in one transaction. */
  private static void oneStatement(AuditServer server) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.url(), AuditServer.USER, AuditServer.PASSWORD);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET @cut_off = UTC_TIMESTAMP() - INTERVAL 1 YEAR");
      statement.execute(
          "INSERT INTO audit_archive SELECT * FROM audit WHERE created_at < @cut_off");
      statement.execute("DELETE FROM audit WHERE created_at < @cut_off");
      connection.commit();
    }
  }

  /** The median of the 99th percentiles of each second, in milliseconds. */
  private static double windowed(List<Application.Felt> felt, double from, double until) {
    Map<Long, List<Double>> windows = new TreeMap<>();
    for (Application.Felt one : felt) {
      if (one.second() >= from && one.second() < until) {
        windows
            .computeIfAbsent((long) (one.second() - from), w -> new ArrayList<>())
            .add(one.millis());
      }
    }
    List<Double> each =
        windows.values().stream()
            .filter(window -> window.size() >= 50)
            .map(window -> Figure.quantile("p99", 0.99, window, Goal.none()).value())
            .toList();
    return each.isEmpty() ? Double.NaN : Figure.median("p99", each, Goal.none()).value();
  }

  private boolean isRight(AuditServer server, Way way, long inserted) throws SQLException {
    long all = rows + inserted;
    String census = server.census();
    String[] counted = census.split("/", 2);
    // The last transactions of the application may have been committed without being counted.
    long more = Long.parseLong(counted[0]) - all;
    boolean right =
        counted[0].equals(counted[1])
            && more >= 0
            && more <= (load ? 2000 : 0)
            && server.contentsAreRight();
    if (!right) {
      System.err.printf("%s: %s rows, not %d/%d, or other contents%n", way.words, census, all, all);
    }
    return right;
  }

  private void figures(Report report) {
    speed.forEach(
        (way, values) -> report.add(Figure.median(way.words + ", rows/s", values, Goal.none())));
    ratio(report, speed, Way.FREE, Way.PT_ROWS, Goal.atLeast(10));
    ratio(report, speed, Way.BRAKED, Way.PT_ROWS, Goal.atLeast(5));
    ratio(report, speed, Way.FREE, Way.PT_BULK, Goal.atLeast(1.8));
    ratio(report, speed, Way.BRAKED, Way.PT_BULK, Goal.atLeast(1));
    ratio(report, speed, Way.FREE, Way.ONE_STATEMENT, Goal.atLeast(0.8));
    if (!load) {
      return;
    }
    report.add(Figure.median("application alone, p99, ms", idle, Goal.none()));
    p99.forEach(
        (way, values) -> report.add(Figure.median(way.words + ", p99, ms", values, Goal.none())));
    List<Double> ofAllowed = new ArrayList<>();
    List<Double> braked = p99.getOrDefault(Way.BRAKED, List.of());
    for (int round = 0; round < braked.size(); round++) {
      double alone = idle.get(round);
      ofAllowed.add(braked.get(round) / Math.max(2 * alone, alone + 10));
    }
    report.add(Figure.median("braked p99 / what is allowed", ofAllowed, Goal.atMost(1)));
    ratio(report, p99, Way.BRAKED, Way.ONE_STATEMENT, Goal.atMost(0.3), "p99 of ");
    ratio(report, p99, Way.BRAKED, Way.PT_BULK, Goal.atMost(0.5), "p99 of ");
  }

  private static void ratio(
      Report report, Map<Way, List<Double>> values, Way one, Way other, Goal goal) {
    ratio(report, values, one, other, goal, "");
  }

  /** Within each round. */
  private static void ratio(
      Report report, Map<Way, List<Double>> values, Way one, Way other, Goal goal, String what) {
    List<Double> ratios = new ArrayList<>();
    List<Double> ours = values.getOrDefault(one, List.of());
    List<Double> theirs = values.getOrDefault(other, List.of());
    for (int round = 0; round < ours.size(); round++) {
      ratios.add(ours.get(round) / theirs.get(round));
    }
    report.add(Figure.median("%s%s / %s".formatted(what, one.words, other.words), ratios, goal));
  }
}
