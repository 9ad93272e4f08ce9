package dev.upkeep.system.secret;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a secret is kept. The reference may be shown to anyone; the secret may not. */
public sealed interface SecretReference {

  /** What to tell a person who wrote a secret, or something else, instead of a reference. */
  String REMEDY =
      "Write where the secret is kept: \"${file:/absolute/path}\" (a file only its owner can read)"
          + " or \"${env:NAME}\"";

  /** In an environment variable of the process that uses it: {@code ${env:NAME}}. */
  record InEnvironment(String name) implements SecretReference {
    @Override
    public String toString() {
      return "${env:" + name + "}";
    }
  }

  /** In a file that only its owner can read: {@code ${file:/path}}; the path is absolute. */
  record InFile(Path path) implements SecretReference {
    @Override
    public String toString() {
      return "${file:" + path + "}";
    }
  }

  /** Reads a reference; anything else, a secret in plain text above all, is none. */
  static Optional<SecretReference> parse(String text) {
    Matcher written = Written.REFERENCE.matcher(text);
    if (!written.matches()) {
      return Optional.empty();
    }
    if (written.group("name") != null) {
      return Optional.of(new InEnvironment(written.group("name")));
    }
    try {
      Path path = Path.of(written.group("path"));
      return path.isAbsolute() ? Optional.of(new InFile(path.normalize())) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** How references are written. */
  final class Written {
    private static final Pattern REFERENCE =
        Pattern.compile("\\$\\{(?:env:(?<name>[A-Za-z_][A-Za-z0-9_]*)|file:(?<path>[^{}]+))}");

    private Written() {}
  }
}
