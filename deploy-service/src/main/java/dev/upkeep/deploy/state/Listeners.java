package dev.upkeep.deploy.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which TCP addresses are listened on in the network of this worker, as {@code /proc/net/tcp} tells
 * (proc(5)): of the machine, where the worker is no container.
 */
final class Listeners {

  /** The state LISTEN. */
  private static final String LISTENING = "0A";

  private static final int ADDRESS = 1;
  private static final int STATE = 3;

  private Listeners() {}

  /** As in {@code tcp 127.0.0.1:3306}; none where there is no such file. */
  static SortedSet<String> ofThisMachine() {
    List<String> lines = new ArrayList<>();
    for (String file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      try {
        lines.addAll(Files.readAllLines(Path.of(file)));
      } catch (IOException notThere) {
        // A machine without this version of the protocol has no such file.
      }
    }
    return in(lines);
  }

  static SortedSet<String> in(List<String> lines) {
    SortedSet<String> listeners = new TreeSet<>();
    for (String line : lines) {
      String[] fields = line.strip().split("\\s+", -1);
      if (fields.length > STATE && fields[STATE].equals(LISTENING)) {
        String[] parts = fields[ADDRESS].split(":", -1);
        listeners.add("tcp %s:%d".formatted(address(parts[0]), Integer.parseInt(parts[1], 16)));
      }
    }
    return listeners;
  }

  /** Words of four bytes, each with its last byte first. */
  private static String address(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    StringBuilder text = new StringBuilder();
    for (int word = 0; word < bytes.length; word += 4) {
      for (int i = 3; i >= 0; i--) {
        int value = bytes[word + i] & 0xFF;
        if (bytes.length == 4) {
          text.append(i == 3 ? "" : ".").append(value);
        } else {
          text.append("%02x".formatted(value)).append(i % 2 == 0 && word + i != 12 ? ":" : "");
        }
      }
    }
    return bytes.length == 4 ? text.toString() : "[" + text + "]";
  }
}
