package dev.upkeep.sample;

import dev.upkeep.embedded.ServerCache;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/** The sample system on its own: {@code SampleSystemMain FOLDER}. Runs until SIGTERM. */
public final class SampleSystemMain {

  private SampleSystemMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("Usage: SampleSystemMain FOLDER");
    }
    SampleSystem system =
        SampleSystem.start(
            Path.of(arguments[0]),
            ServerCache.ofUser(),
            Clock.systemUTC(),
            SampleSize.demonstration());
    Runtime.getRuntime().addShutdownHook(new Thread(system::close, "stop-sample-system"));
    tell(system, System.out);
    new CountDownLatch(1).await();
  }

  private static void tell(SampleSystem system, PrintStream out) {
    out.printf("database  %s%n", system.jdbcUrl());
    out.printf("account   %s, password in %s%n", SampleSystem.ACCOUNT, system.passwordFile());
    out.printf("cache     %s%n", system.redis().url());
    out.printf("uploads   %s%n", system.uploads());
    for (SampleReport.Table table : system.report().tables()) {
      out.printf(
          "table     %-20s %,9d rows, %,7d due for cleanup%n",
          table.name(), table.rows(), table.dueForCleanup());
    }
    out.flush();
  }
}
