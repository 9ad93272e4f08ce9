package dev.upkeep.events.trigger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.EnumSet;
import java.util.Set;

/**
 * Keys in files, as openssl writes them: {@code NAME.key} holds a private key (PEM of PKCS #8, RFC
 * 8410) that only its owner may read, {@code NAME.pub} beside it the public one (PEM of X.509).
 */
public final class PemKeys {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private PemKeys() {}

  /**
   * Makes a key pair in a folder.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is a key of that name: none is ever
   *     overwritten
   */
  public static KeyPair make(Path folder, String name) throws IOException {
    KeyPair pair = TriggerKeys.generate();
    Files.createDirectories(folder);
    Path key =
        Files.createFile(
            folder.resolve(name + ".key"), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    Files.writeString(key, KeyPem.of(pair.getPrivate()));
    Files.writeString(
        folder.resolve(name + ".pub"),
        KeyPem.of(pair.getPublic()),
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE);
    return pair;
  }

  /**
   * Reads {@code NAME.key} and the {@code NAME.pub} beside it.
   *
   * @throws IllegalArgumentException if others may read the private key, or a file does not hold a
   *     key
   */
  public static KeyPair readPair(Path key) throws IOException {
    if (Files.getPosixFilePermissions(key).stream().anyMatch(OTHERS::contains)) {
      throw new IllegalArgumentException(
          "others may read it; make a new one, or at least run: chmod 600 " + key);
    }
    String name = key.getFileName().toString();
    Path publicKey =
        key.resolveSibling(name.substring(0, name.length() - ".key".length()) + ".pub");
    return new KeyPair(readPublic(publicKey), TriggerKeys.privateKey(Files.readString(key)));
  }

  /**
   * Reads a public key.
   *
   * @throws IllegalArgumentException if the file does not hold an Ed25519 public key
   */
  public static PublicKey readPublic(Path file) throws IOException {
    return TriggerKeys.publicKey(Files.readString(file));
  }
}
