package dev.upkeep.system.nginx;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How many connections are open from a network to an address, of what Linux tells in {@code
 * /proc/net/tcp}. While NGINX waits for an answer it has one open; when there is none, nothing is
 * in flight.
 *
 * @see <a href="https://docs.kernel.org/networking/proc_net_tcp.html">proc_net_tcp</a>
 */
public final class OpenConnections {

  /** The program and its argument that print them in a container. */
  public static final List<String> COMMAND = List.of("cat", "/proc/net/tcp");

  private static final String ESTABLISHED = "01";
  private static final int REMOTE = 2;
  private static final int STATE = 3;

  private OpenConnections() {}

  /**
   * Counts them.
   *
   * @param table what {@link #COMMAND} prints
   * @param address of version 4
   */
  public static long to(String table, String address, int port) {
    String remote = "%s:%04X".formatted(littleEndian(address), port);
    return table
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(row -> row.length > STATE && row[STATE].equals(ESTABLISHED))
        .filter(row -> row[REMOTE].toUpperCase(Locale.ROOT).equals(remote))
        .count();
  }

  private static String littleEndian(String address) {
    List<String> bytes =
        Arrays.stream(address.split("\\."))
            .map(b -> "%02X".formatted(Integer.parseInt(b)))
            .toList();
    return Stream.of(3, 2, 1, 0).map(bytes::get).reduce("", String::concat);
  }
}
