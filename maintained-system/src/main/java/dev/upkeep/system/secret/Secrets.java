package dev.upkeep.system.secret;

import dev.upkeep.system.secret.ResolvedSecret.Found;
import dev.upkeep.system.secret.ResolvedSecret.NotFound;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;

/**
 * Follows references to secrets, in the worker and at the last moment. Nothing is remembered, so a
 * changed secret counts from its next use.
 */
public final class Secrets {

  /** A key or a password is far smaller; a larger file is the wrong file. */
  private static final long MOST_BYTES = 64 * 1024L;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Map<String, String> environment;

  /** Secrets from the given environment and from files. */
  public Secrets(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Secrets as this process sees them. */
  public static Secrets ofThisProcess() {
    return new Secrets(System.getenv());
  }

  public ResolvedSecret resolve(SecretReference reference) {
    return switch (reference) {
      case SecretReference.InEnvironment variable -> fromEnvironment(variable);
      case SecretReference.InFile file -> fromFile(file);
    };
  }

  private ResolvedSecret fromEnvironment(SecretReference.InEnvironment variable) {
    String value = environment.getOrDefault(variable.name(), "");
    return value.isEmpty()
        ? new NotFound(
            variable + " is not set in this process",
            "Set the environment variable " + variable.name() + " and start the service again")
        : new Found(new Secret(value));
  }

  private static ResolvedSecret fromFile(SecretReference.InFile reference) {
    Path path = reference.path();
    if (!Files.isRegularFile(path)) {
      return new NotFound(
          reference + " is not a file", "Create " + path + " with the secret in it, mode 600");
    }
    try {
      if (othersCanRead(path)) {
        return new NotFound(reference + " can be read by others", "Run: chmod 600 " + path);
      }
      if (Files.size(path) > MOST_BYTES) {
        return new NotFound(
            reference + " is larger than " + MOST_BYTES + " bytes", "Name the right file");
      }
      return secret(reference, Files.readAllBytes(path));
    } catch (IOException e) {
      return new NotFound(
          reference + " cannot be read (" + e.getClass().getSimpleName() + ")",
          "Let the account of this service own " + path);
    }
  }

  /** Where the file system knows no such rights, there is nothing to refuse. */
  private static boolean othersCanRead(Path path) throws IOException {
    var view = Files.getFileAttributeView(path, PosixFileAttributeView.class, new LinkOption[0]);
    return view != null && !OWNER_ONLY.containsAll(view.readAttributes().permissions());
  }

  /** Editors end a file with a line break that is no part of the secret. */
  private static ResolvedSecret secret(SecretReference.InFile reference, byte[] content) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(content))
              .toString()
              .replaceFirst("\\r?\\n\\z", "");
      return text.isEmpty()
          ? new NotFound(reference + " is empty", "Write the secret into " + reference.path())
          : new Found(new Secret(text));
    } catch (CharacterCodingException e) {
      return new NotFound(reference + " is not text in UTF-8", "Name the right file");
    }
  }
}
