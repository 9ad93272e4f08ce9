package dev.upkeep.system.yaml;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The hash of what a file says; every part is written with its length, so that none can pose. */
final class CanonicalHash {

  private final StringBuilder canonical = new StringBuilder();

  static String of(Node node) {
    var hash = new CanonicalHash();
    hash.write(node);
    try {
      byte[] bytes = hash.canonical.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void write(Node node) {
    switch (node) {
      case Node.Scalar scalar -> word(scalar.type().name().charAt(0), scalar.text());
      case Node.Sequence sequence -> {
        canonical.append('[').append(sequence.items().size()).append(':');
        sequence.items().forEach(this::write);
      }
      case Node.Mapping mapping -> {
        canonical.append('{').append(mapping.entries().size()).append(':');
        for (Map.Entry<String, Node.Entry> e : new TreeMap<>(mapping.entries()).entrySet()) {
          word('K', e.getKey());
          write(e.getValue().value());
        }
      }
    }
  }

  private void word(char type, String text) {
    canonical.append(type).append(text.length()).append(':').append(text);
  }
}
