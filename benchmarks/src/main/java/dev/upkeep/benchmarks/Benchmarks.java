package dev.upkeep.benchmarks;

import dev.upkeep.benchmarks.archive.ArchiveBenchmark;
import dev.upkeep.benchmarks.backup.BackupBenchmark;
import dev.upkeep.benchmarks.cache.CacheScanBenchmark;
import dev.upkeep.benchmarks.database.ReclaimBenchmark;
import dev.upkeep.benchmarks.database.StallBenchmark;
import dev.upkeep.benchmarks.due.DueBenchmark;
import dev.upkeep.benchmarks.mail.FailureMailBenchmark;
import dev.upkeep.benchmarks.outbox.OutboxBenchmark;
import dev.upkeep.benchmarks.slowlog.SlowLogBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Runs one benchmark, named on the command line.
 *
 * <p>Exit codes: 0 it was measured, goals met or not; 1 what was measured is wrong (something lost,
 * doubled, out of order, too early); 2 the call's words are off.
 */
@Command(
    name = "benchmarks/run",
    subcommands = {
      ArchiveBenchmark.class,
      OutboxBenchmark.class,
      DueBenchmark.class,
      FailureMailBenchmark.class,
      CacheScanBenchmark.class,
      SlowLogBenchmark.class,
      ReclaimBenchmark.class,
      StallBenchmark.class,
      BackupBenchmark.class
    },
    mixinStandardHelpOptions = true)
public final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Benchmarks()).execute(arguments));
  }
}
