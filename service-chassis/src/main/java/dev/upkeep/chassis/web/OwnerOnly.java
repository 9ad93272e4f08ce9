package dev.upkeep.chassis.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that nobody but their owner may read or write. */
final class OwnerOnly {
  static final Set<PosixFilePermission> PERMISSIONS = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /**
   * Makes sure of it.
   *
   * @throws IllegalStateException if others may use the file
   */
  static void require(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!PERMISSIONS.containsAll(permissions)) {
      throw new IllegalStateException(
          "others may use the token file %s (%s): chmod 600 %s, or delete it and make new tokens"
              .formatted(file, PosixFilePermissions.toString(permissions), file));
    }
  }
}
