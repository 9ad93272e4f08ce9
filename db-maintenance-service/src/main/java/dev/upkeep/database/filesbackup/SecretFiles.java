package dev.upkeep.database.filesbackup;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which files hold secrets, by their names: passwords of the environment, private keys. */
final class SecretFiles {

  private static final Pattern NAMES =
      Pattern.compile(
          "\\.env|\\.env\\.(?!example$|sample$|template$|dist$).+|.+\\.env|.*privkey.*\\.pem"
              + "|.+\\.(?:key|p12|pfx|jks|keystore|kdbx)|id_(?:rsa|dsa|ecdsa|ed25519)"
              + "|\\.pgpass|\\.my\\.cnf|\\.netrc|\\.htpasswd|\\.git-credentials");

  private SecretFiles() {}

  /** Whether a file is called as files with secrets are, and anybody may read it. */
  static boolean isExposed(Path file, Set<PosixFilePermission> permissions) {
    return permissions.contains(PosixFilePermission.OTHERS_READ)
        && NAMES.matcher(file.getFileName().toString().toLowerCase(Locale.ROOT)).matches();
  }

  /** Whether its name is worth looking at its permissions. */
  static boolean isCalledSo(Path file) {
    return isExposed(file, Set.of(PosixFilePermission.OTHERS_READ));
  }
}
