package dev.upkeep.database.backupset;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Passes what was unsealed on to a program, and tells whose fault it is when that ends early. */
public final class Unpacking {

  private Unpacking() {}

  /**
   * Passes all of it on.
   *
   * @throws CannotUnpack when it cannot be read
   * @throws IOException when it cannot be written
   */
  public static void transfer(InputStream unsealed, OutputStream into)
      throws IOException, CannotUnpack {
    byte[] block = new byte[1 << 16];
    for (int n = read(unsealed, block); n >= 0; n = read(unsealed, block)) {
      into.write(block, 0, n);
    }
  }

  private static int read(InputStream unsealed, byte[] block) throws CannotUnpack {
    try {
      return unsealed.read(block);
    } catch (IOException e) {
      throw new CannotUnpack(String.valueOf(e.getMessage()));
    }
  }

  /** The file's end was reached too early, or its content is not what it must be. */
  public static final class CannotUnpack extends Exception {
    CannotUnpack(String why) {
      super(why);
    }
  }
}
