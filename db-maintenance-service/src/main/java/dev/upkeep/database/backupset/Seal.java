package dev.upkeep.database.backupset;

import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.upkeep.database.backupset.Manifest.Sealing;
import dev.upkeep.system.secret.Secret;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/**
 * Compresses and encrypts, in formats that stock tools read: {@code age -d | zstd -d}. Both are
 * streams: a file of any size passes through a few hundred kilobytes of memory.
 */
public final class Seal {

  private static final int BUFFER = 1 << 16;

  /** Threads that compress while rows are read and digested: with two of them it was no quicker. */
  private static final int COMPRESSING = 1;

  private Seal() {}

  /** The end that files have by which people and tools tell what was done to them. */
  public static String suffix(Sealing sealing) {
    return switch (sealing) {
      case ZSTD -> ".zst";
      case ZSTD_AGE -> ".zst.age";
    };
  }

  /**
   * Seals what is written; closing it closes the file.
   *
   * @param recipient the public key for which it is encrypted, if it is
   * @param level of compression, 1 to 19
   */
  public static OutputStream sealing(OutputStream file, Optional<String> recipient, int level)
      throws IOException {
    var buffered = new BufferedOutputStream(file, BUFFER);
    OutputStream encrypted =
        recipient.isPresent() ? encrypting(buffered, recipient.get()) : buffered;
    return new ZstdOutputStream(encrypted, level).setChecksum(true).setWorkers(COMPRESSING);
  }

  private static OutputStream encrypting(OutputStream file, String recipient) throws IOException {
    try {
      return new BufferedOutputStream(
          Channels.newOutputStream(
              new StandardEncryptingChannelFactory()
                  .newEncryptingChannel(
                      Channels.newChannel(file),
                      List.of(
                          X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient)))),
          BUFFER);
    } catch (GeneralSecurityException e) {
      throw new IOException("the public key in the system file is none of age's", e);
    }
  }

  /**
   * Opens what was sealed.
   *
   * @param identity the private key, for what is encrypted
   * @throws WrongKey when the key is missing, is none, or is not the one
   */
  public static InputStream unsealing(InputStream file, Sealing sealing, Optional<Secret> identity)
      throws IOException, WrongKey {
    var buffered = new BufferedInputStream(file, BUFFER);
    return switch (sealing) {
      case ZSTD -> new ZstdInputStream(buffered);
      case ZSTD_AGE ->
          new ZstdInputStream(
              new BufferedInputStream(
                  decrypting(
                      buffered,
                      identity.orElseThrow(
                          () ->
                              new WrongKey("the backup is encrypted and there is no 'identity'"))),
                  BUFFER));
    };
  }

  private static InputStream decrypting(InputStream file, Secret identity)
      throws IOException, WrongKey {
    try {
      return Channels.newInputStream(
          new StandardDecryptingChannelFactory()
              .newDecryptingChannel(
                  Channels.newChannel(file),
                  List.of(
                      X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(key(identity)))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new WrongKey("the private key does not fit: the backup was encrypted for another");
    }
  }

  /** A key file of age-keygen has comments around the key. */
  private static String key(Secret identity) throws WrongKey {
    return identity
        .reveal()
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("AGE-SECRET-KEY-1"))
        .findFirst()
        .orElseThrow(() -> new WrongKey("'identity' does not lead to a private key of age"));
  }

  /** The backup may be well: this key does not open it. */
  public static final class WrongKey extends Exception {
    WrongKey(String why) {
      super(why);
    }
  }
}
