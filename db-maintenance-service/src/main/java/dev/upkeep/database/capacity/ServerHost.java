package dev.upkeep.database.capacity;

import dev.upkeep.system.database.TargetSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The machine of a server that runs beside this service, as Linux shows it in {@code /proc}. The
 * server itself tells nothing of its machine.
 *
 * @param memoryBytes of the machine
 * @param processors of the machine
 * @param residentBytes what the server's process holds in memory
 * @param cpu processor time of the server's process
 */
record ServerHost(long memoryBytes, int processors, long residentBytes, Duration cpu) {

  private static final Pattern KILOBYTES = Pattern.compile("(\\w+):\\s+(\\d+) kB");
  private static final Pattern SERVERS = Pattern.compile("mariadbd|mysqld");

  /** Empty where the server's process cannot be seen from here. */
  static Optional<ServerHost> of(TargetSession session) {
    try {
      if (!InetAddress.getByName(session.database().host()).isLoopbackAddress()) {
        return Optional.empty();
      }
      long pid = Long.parseLong(Files.readString(pidFile(session)).strip());
      Path process = Path.of("/proc", String.valueOf(pid));
      // Behind a published port the number may be another process's here.
      if (!SERVERS.matcher(Files.readString(process.resolve("comm")).strip()).matches()) {
        return Optional.empty();
      }
      return ProcessHandle.of(pid)
          .flatMap(handle -> handle.info().totalCpuDuration())
          .flatMap(cpu -> of(process, cpu));
    } catch (UnknownHostException | InvalidPathException | NumberFormatException e) {
      return Optional.empty();
    } catch (IOException e) {
      // No Linux, or the server's files are its own.
      return Optional.empty();
    }
  }

  private static Optional<ServerHost> of(Path process, Duration cpu) {
    try {
      long memory = kilobytes(Path.of("/proc/meminfo"), "MemTotal") << 10;
      long resident = kilobytes(process.resolve("status"), "VmRSS") << 10;
      return Optional.of(
          new ServerHost(memory, Runtime.getRuntime().availableProcessors(), resident, cpu));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Path pidFile(TargetSession session) {
    String folder = session.sql("SELECT @@datadir").query(String.class).single();
    String file = session.sql("SELECT @@pid_file").query(String.class).single();
    return Path.of(folder).resolve(file);
  }

  private static long kilobytes(Path file, String name) throws IOException {
    for (String line : Files.readAllLines(file)) {
      Matcher figure = KILOBYTES.matcher(line);
      if (figure.lookingAt() && figure.group(1).equals(name)) {
        return Long.parseLong(figure.group(2));
      }
    }
    throw new IOException(file + " does not say " + name);
  }
}
