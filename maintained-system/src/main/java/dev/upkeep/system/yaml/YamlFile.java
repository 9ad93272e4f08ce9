package dev.upkeep.system.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One file read: what it says, and the hash that stands for what it says.
 *
 * <p>Source: YAML 1.2.2, core schema; without anchors, aliases, tags and further documents.
 *
 * @param root the mapping at the top
 * @param hash SHA-256 in lower-case hexadecimal of the canonical content: comments, layout, quoting
 *     and the order of keys make no difference, every value and the order of lists do
 */
public record YamlFile(YamlMapping root, String hash) {

  /** Larger files are refused before they are parsed. */
  public static final int MOST_BYTES = 1 << 20;

  /** Reads a file; what is wrong goes into the problems, and a file that cannot be read is none. */
  public static Optional<YamlFile> read(String file, byte[] content, Problems problems) {
    if (content.length > MOST_BYTES) {
      problems.report(
          Place.startOf(file),
          "the file is larger than " + MOST_BYTES + " bytes",
          "Split it; no system or runbook needs 1 MiB");
      return Optional.empty();
    }
    Optional<Node> tree =
        text(file, content, problems)
            .flatMap(text -> new TreeBuilder(file, text, problems).build());
    if (tree.isEmpty()) {
      return Optional.empty();
    }
    if (tree.get() instanceof Node.Mapping mapping) {
      return Optional.of(
          new YamlFile(new YamlMapping(mapping, problems), CanonicalHash.of(mapping)));
    }
    problems.report(
        tree.get().place(),
        "the file is " + tree.get().called() + " and not a mapping",
        "Begin with a key and a colon");
    return Optional.empty();
  }

  private static Optional<String> text(String file, byte[] content, Problems problems) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      problems.report(Place.startOf(file), "the file is not UTF-8", "Save it as UTF-8");
      return Optional.empty();
    }
  }
}
