package dev.upkeep.chassis.web;

import dev.upkeep.chassis.observability.Masking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;

/** The secret that shows the local operator: 32 random bytes in base64url, kept in a file. */
final class OperatorToken {
  private static final int BYTES = 32;
  private static final int SHORTEST = 32;

  private final byte[] token;

  private OperatorToken(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads the file, or makes it with a new token. Several services may do so at once: one makes it,
   * all use it.
   *
   * @throws IllegalStateException if others may read the file, or what is in it is too short
   */
  static OperatorToken in(Path file) {
    try {
      if (!Files.exists(file)) {
        make(file.toAbsolutePath());
      }
      OwnerOnly.require(file);
      String token = Files.readString(file).strip();
      if (token.length() < SHORTEST) {
        throw new IllegalStateException(
            "the token in %s has %d characters, less than %d: delete the file, and a new one is made"
                .formatted(file, token.length(), SHORTEST));
      }
      Masking.register(token);
      return new OperatorToken(token);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read or make the token file %s: check upkeep.web.token-file".formatted(file), e);
    }
  }

  /** Takes as long for a wrong token as for the right one. */
  boolean matches(String presented) {
    return MessageDigest.isEqual(token, presented.getBytes(StandardCharsets.UTF_8));
  }

  /** Appears whole or not at all: written beside its place, then linked to it. */
  private static void make(Path file) throws IOException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Path folder = Objects.requireNonNull(file.getParent(), "a file has a folder");
    Files.createDirectories(folder);
    // Services of one process make it at once too, so the name is not the process's.
    Path beside =
        Files.createTempFile(
            folder, ".token", ".new", PosixFilePermissions.asFileAttribute(OwnerOnly.PERMISSIONS));
    try {
      Files.writeString(beside, token + "\n", StandardOpenOption.WRITE);
      Files.createLink(file, beside);
    } catch (FileAlreadyExistsException another) {
      // Another service of this machine was quicker; its token counts.
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
