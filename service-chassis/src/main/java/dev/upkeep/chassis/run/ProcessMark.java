package dev.upkeep.chassis.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Names one process so that neither another host, nor a container with the same host name, nor a
 * later process with the same id is taken for it.
 *
 * @param host this boot of this host and its space of process ids; empty where that cannot be told,
 *     and then nothing is concluded from it
 * @param pid the process id
 * @param startTicks when it started, in clock ticks since the host's boot: unlike the time of day
 *     this does not move with the host's clock
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
record ProcessMark(String host, long pid, long startTicks) {
  private static final int START_TIME_AFTER_NAME = 19;
  private static final String HOST = thisHost();

  static ProcessMark of(long pid) {
    return new ProcessMark(HOST, pid, ticksOf(pid).orElse(0L));
  }

  /** Whether the process can be judged from here. */
  boolean isOfThisHost() {
    return !host.isEmpty() && host.equals(HOST);
  }

  /** Whether exactly this process still runs; only meaningful {@linkplain #isOfThisHost here}. */
  boolean isAlive() {
    return ticksOf(pid).filter(ticks -> ticks == startTicks).isPresent();
  }

  String text() {
    return "%s,%d,%d".formatted(host, pid, startTicks);
  }

  static Optional<ProcessMark> read(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ProcessMark(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Empty for a process that is gone, or dead and only waiting to be reaped. */
  private static Optional<Long> ticksOf(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean gone = fields[0].equals("Z") || fields[0].equals("X");
      return gone ? Optional.empty() : Optional.of(Long.parseLong(fields[START_TIME_AFTER_NAME]));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String thisHost() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return boot + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException e) {
      return "";
    }
  }
}
