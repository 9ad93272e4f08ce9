package dev.upkeep.chassis.database;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server says of itself.
 *
 * @param version as in {@code 11.4.5-MariaDB-log}
 * @param flushLogAtCommit {@code innodb_flush_log_at_trx_commit}
 * @param galera whether {@code wsrep_on}
 * @param maxAllowedPacket {@code max_allowed_packet}, bytes
 */
record ServerFacts(String version, int flushLogAtCommit, boolean galera, long maxAllowedPacket) {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\..*");
  private static final long NEEDED_PACKET = 16L * 1024 * 1024;

  /** Why work must not be entrusted to this server, each with its remedy; empty where it may be. */
  List<String> dangers() {
    List<String> dangers = new ArrayList<>();
    if (!isMariaDbFrom(10, 11)) {
      dangers.add("the server's version is %s: use MariaDB 10.11 or newer".formatted(version));
    }
    if (flushLogAtCommit != 1) {
      dangers.add(
          ("innodb_flush_log_at_trx_commit is %d, so a crash loses what was committed: set it to 1"
                  + " in the server's configuration (SET GLOBAL innodb_flush_log_at_trx_commit=1)")
              .formatted(flushLogAtCommit));
    }
    if (galera) {
      dangers.add(
          "wsrep_on is ON, and a Galera cluster may lose or repeat what was committed: use a single"
              + " primary");
    }
    if (maxAllowedPacket < NEEDED_PACKET) {
      dangers.add(
          "max_allowed_packet is %d, too little to keep a large record in quarantine: set it to %d"
              .formatted(maxAllowedPacket, NEEDED_PACKET));
    }
    return dangers;
  }

  private boolean isMariaDbFrom(int major, int minor) {
    Matcher numbers = VERSION.matcher(version);
    if (!version.contains("MariaDB") || !numbers.matches()) {
      return false;
    }
    int actualMajor = Integer.parseInt(numbers.group(1));
    int actualMinor = Integer.parseInt(numbers.group(2));
    return actualMajor > major || (actualMajor == major && actualMinor >= minor);
  }
}
