package dev.upkeep.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A folder that one process at a time may use. The right to it is a lock of the operating system,
 * so it ends with the process, however that ends; the file {@value #LOCK_FILE} names the process
 * that holds it.
 */
public final class DataFolder implements AutoCloseable {

  /** Holds the process id of the folder's user. It stays behind: only the lock on it counts. */
  public static final String LOCK_FILE = "in-use.lock";

  // POSIX drops a process's lock when the process closes *any* handle on the file, so a second
  // attempt in this JVM must be refused before it opens the file.
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private DataFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Takes the folder, making it (readable by its owner only) if it is not there.
   *
   * @throws DataFolderInUseException if a living process holds it, this one included
   * @throws UncheckedIOException if the folder cannot be made or written
   */
  public static DataFolder open(Path folder) {
    try {
      Path path = made(folder);
      if (!HELD_HERE.add(path)) {
        throw new DataFolderInUseException(path, Long.toString(ProcessHandle.current().pid()));
      }
      try {
        return new DataFolder(path, locked(path));
      } catch (IOException | RuntimeException notTaken) {
        HELD_HERE.remove(path);
        throw notTaken;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot use the data folder " + folder, e);
    }
  }

  private static Path made(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return folder.toRealPath();
  }

  private static FileChannel locked(Path path) throws IOException {
    Path file = path.resolve(LOCK_FILE);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new DataFolderInUseException(path, Files.readString(file).strip());
    }
    channel.truncate(0);
    byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
    channel.write(ByteBuffer.wrap(pid));
    return channel;
  }

  /** Where it is, without symbolic links. */
  public Path path() {
    return path;
  }

  /** A file or folder in it. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** Gives the folder back; the next start may have it. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot release the data folder " + path, e);
    } finally {
      HELD_HERE.remove(path);
    }
  }
}
