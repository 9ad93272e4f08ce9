package dev.upkeep.benchmarks.backup;

import dev.upkeep.benchmarks.backup.Contestant.NotTheSame;
import dev.upkeep.benchmarks.backup.Contestant.Outcome;
import dev.upkeep.benchmarks.database.MeasuredMariaDb;
import dev.upkeep.benchmarks.report.Figure;
import dev.upkeep.benchmarks.report.Goal;
import dev.upkeep.benchmarks.report.Machine;
import dev.upkeep.benchmarks.report.Report;
import dev.upkeep.embedded.Folders;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import dev.upkeep.system.BackupPolicy.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * From a database to a backup that was restored elsewhere and compared, table by table: as SQL, as
 * files, and as administrators do it by hand. They take turns.
 */
@Command(
    name = "backup",
    description = "a backup and its proof by a restore, against mariadb-dump | gzip",
    mixinStandardHelpOptions = true)
public final class BackupBenchmark implements Callable<Integer> {

  private static final double PHYSICAL_GOAL = 0.2;
  private static final double LOGICAL_GOAL = 0.5;
  private static final String BUFFER_POOL = "512M";

  @Option(names = "--rounds", description = "how often each is measured (default: 5)")
  private int rounds = 5;

  @Option(names = "--megabytes", description = "of rows, before indexes (default: 400)")
  private int megabytes = 400;

  @Option(
      names = "--server",
      description = "the mariadbd that is measured (default: ${DEFAULT-VALUE})")
  private Path program = Path.of("/usr/sbin/mariadbd");

  @Option(
      names = "--mariadb-backup",
      description = "of the same series (default: ${DEFAULT-VALUE})")
  private Path mariadbBackup = Path.of("/usr/bin/mariadb-backup");

  private final Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();

  @Override
  public Integer call() throws Exception {
    Path programs = program.resolve("../../bin").normalize();
    for (Path needed : List.of(program, mariadbBackup, programs.resolve("mariadb-dump"))) {
      if (!Files.isExecutable(needed)) {
        System.err.printf(
            "SKIPPED: %s is not here (Debian: apt-get install mariadb-server mariadb-backup)%n",
            needed);
        return 3;
      }
    }
    Path folder =
        Files.createTempDirectory(
            Files.createDirectories(Path.of("target").toAbsolutePath()), "backups-");
    MariaDbSettings server = MariaDbSettings.small().withBufferPool(BUFFER_POOL);
    try (MeasuredMariaDb database = MeasuredMariaDb.start(Optional.of(program), server)) {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("server", database.version());
      settings.put("rounds", rounds);
      settings.put("megabytes", megabytes);
      try (Connection connection = database.application()) {
        Documents.into(connection, megabytes);
      }
      database.execute(
          "GRANT RELOAD, PROCESS, LOCK TABLES, BINLOG MONITOR, SET USER ON *.* TO 'upkeep'@'127.0.0.1'",
          "GRANT SELECT ON mysql.proc TO 'upkeep'@'127.0.0.1'",
          "GRANT ALL ON app_copy.* TO 'upkeep'@'127.0.0.1'");
      var report = new Report("backup", Machine.here(Instant.now()), settings);
      Upkeeps logical =
          new Upkeeps(Method.LOGICAL, database, program, mariadbBackup, folder.resolve("logical"));
      Upkeeps physical =
          new Upkeeps(
              Method.PHYSICAL, database, program, mariadbBackup, folder.resolve("physical"));
      Contestant rival = new DumpAndGzip(database, programs, folder);
      measure(List.of(rival, logical, physical));
      report(report, rival.name());
      logical.close();
      physical.close();
      return 0;
    } catch (NotTheSame wrong) {
      System.err.println("A restored copy is not what was backed up: " + wrong.getMessage());
      return 1;
    } finally {
      Folders.deleteIfThere(folder);
    }
  }

  private void measure(List<Contestant> contestants) throws Exception {
    List<Contestant> order = new ArrayList<>(contestants);
    contestants.forEach(contestant -> of(contestant.name()));
    // The first round does not count: classes are loaded and compiled, files are in memory.
    for (int round = 0; round <= rounds; round++) {
      for (Contestant contestant : order) {
        Outcome outcome = contestant.once();
        System.out.printf(
            "%s %-20s backup %6.1f s, proof %6.1f s, %,d bytes%n",
            round == 0 ? "(warming up)" : "round " + round,
            contestant.name(),
            outcome.backupSeconds(),
            outcome.proofSeconds(),
            outcome.bytes());
        if (round > 0) {
          of(contestant.name()).add(outcome);
        }
      }
      Collections.rotate(order, 1);
    }
  }

  private List<Outcome> of(String name) {
    return outcomes.computeIfAbsent(name, _ -> new ArrayList<>());
  }

  private void report(Report report, String rival) {
    List<Outcome> theirs = of(rival);
    outcomes.forEach(
        (name, all) -> {
          report.add(
              figure(name + ", backup, s", all.stream().map(Outcome::backupSeconds).toList()));
          report.add(figure(name + ", proof, s", all.stream().map(Outcome::proofSeconds).toList()));
          report.add(figure(name + ", MB", all.stream().map(o -> o.bytes() / 1e6).toList()));
          if (!name.equals(rival)) {
            double goal = name.equals(Method.PHYSICAL.word()) ? PHYSICAL_GOAL : LOGICAL_GOAL;
            List<Double> times = new ArrayList<>();
            List<Double> sizes = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
              times.add(all.get(i).seconds() / theirs.get(i).seconds());
              sizes.add((double) all.get(i).bytes() / theirs.get(i).bytes());
            }
            report.add(Figure.median(name + ", time of rival's", times, Goal.atMost(goal)));
            report.add(Figure.median(name + ", size of rival's", sizes, Goal.atMost(1)));
          }
        });
    report.print(System.out);
  }

  private static Figure figure(String name, List<Double> values) {
    return Figure.median(name, values, Goal.none());
  }
}
