package dev.upkeep.benchmarks.slowlog;

import dev.upkeep.benchmarks.report.Figure;
import dev.upkeep.benchmarks.report.Goal;
import dev.upkeep.benchmarks.report.Machine;
import dev.upkeep.benchmarks.report.Report;
import dev.upkeep.database.slowlog.QueryClass;
import dev.upkeep.database.slowlog.QueryClasses;
import dev.upkeep.database.slowlog.SlowLogReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Reads the same slow query log as pt-query-digest does, in turn. Both must find the same classes
 * with the same numbers of calls.
 */
@Command(
    name = "slow-log",
    description = "a slow query log by class, beside pt-query-digest",
    mixinStandardHelpOptions = true)
public final class SlowLogBenchmark implements Callable<Integer> {

  private static final double TIMES_THE_RIVAL = 10;

  @Option(names = "--rounds", description = "how often each is measured (default: 5)")
  private int rounds = 5;

  @Option(names = "--entries", description = "entries of the log (default: 60000)")
  private int entries = 60_000;

  @Option(names = "--pt-query-digest", description = "where the rival is, if it is not on the path")
  private @Nullable Path program;

  private final List<Double> ours = new ArrayList<>();
  private final List<Double> theirs = new ArrayList<>();
  private final List<Double> times = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Optional<QueryDigest> rival = QueryDigest.find(Optional.ofNullable(program));
    if (rival.isEmpty()) {
      System.err.println(
          "SKIPPED: there is no pt-query-digest here (Debian: apt-get install percona-toolkit)");
      return 3;
    }
    Path folder = Files.createTempDirectory("slow-log");
    Path log = folder.resolve("slow.log");
    SlowLogFile.write(log, entries);
    double megabytes = Files.size(log) / 1e6;
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("rounds", rounds);
    settings.put("entries", entries);
    settings.put("megabytes", Math.round(megabytes));
    Report report = new Report("slow-log", Machine.here(Instant.now()), settings);
    // One round that does not count: our code is compiled, the file is in memory.
    for (int round = 0; round <= rounds; round++) {
      long started = System.nanoTime();
      Map<String, Long> classes = read(log);
      long between = System.nanoTime();
      Map<String, Long> expected = rival.get().read(log, folder.resolve("digest.json"));
      long ended = System.nanoTime();
      if (!classes.equals(expected)) {
        System.err.printf("The classes differ.%nOurs: %s%nTheirs: %s%n", classes, expected);
        return 1;
      }
      if (round > 0) {
        ours.add(megabytes / ((between - started) / 1e9));
        theirs.add(megabytes / ((ended - between) / 1e9));
        times.add((double) (ended - between) / (between - started));
      }
      System.err.printf("round %d of %d%n", round, rounds);
    }
    report.add(Figure.median("pt-query-digest, MB/s", theirs, Goal.none()));
    report.add(Figure.median("Upkeep, MB/s", ours, Goal.none()));
    report.add(Figure.median("Upkeep / pt-query-digest", times, Goal.atLeast(TIMES_THE_RIVAL)));
    report.print(System.out);
    Files.delete(log);
    Files.delete(folder.resolve("digest.json"));
    Files.delete(folder);
    return 0;
  }

  private static Map<String, Long> read(Path log) throws IOException {
    var classes = new QueryClasses(true);
    try (InputStream in = Files.newInputStream(log)) {
      new SlowLogReader().read(in, classes);
    }
    Map<String, Long> calls = new TreeMap<>();
    for (QueryClass one : classes.byTime()) {
      calls.put(one.text(), one.calls());
    }
    return calls;
  }
}
