package dev.upkeep.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A file with a secret in it, which only its owner may read or write. */
public final class OwnerOnlyFile {

  private static final int SECRET_BYTES = 24;

  private OwnerOnlyFile() {}

  /** The secret in the file; at the first call it is made up (192 random bits, as hex). */
  public static String secretKeptIn(Path file) {
    try {
      if (Files.exists(file)) {
        return Files.readString(file).strip();
      }
      byte[] random = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(random);
      String secret = HexFormat.of().formatHex(random);
      write(file, secret + "\n");
      return secret;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the secret in " + file, e);
    }
  }

  /** Writes the whole file or nothing of it. It is never readable by others, not for a moment. */
  public static void write(Path file, String text) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
