package dev.upkeep.database.backupplace;

import dev.upkeep.embedded.Folders;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A folder, with a folder for each backup in it. Readable by its owner alone: a backup holds what
 * the database holds. Symbolic links in it are not followed.
 */
public final class FolderTarget implements BackupTarget {

  private static final String DRAFT = ".draft-";
  private static final String REMOVED = ".removed-";

  private static final FileAttribute<?> OWNERS_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> OWNERS_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path base;
  private final Path folder;

  private FolderTarget(Path base, Path folder) {
    this.base = base;
    this.folder = folder;
  }

  /**
   * The part of a folder that holds a component's backups; made when the first draft is.
   *
   * @param base must be there: on a disk that is not mounted it would be made beside it
   */
  public static FolderTarget of(Path base, String system, String component) {
    return new FolderTarget(base, base.resolve(system).resolve(component));
  }

  @Override
  public String place() {
    return folder.toString();
  }

  @Override
  public void requireUsable() throws IOException {
    if (!Files.isDirectory(base)) {
      throw PlaceProblem.lasting(
          "The backup folder %s is not there.".formatted(base),
          "Mount the disk it is on, or make it: mkdir -m 700 %s".formatted(base),
          new NoSuchFileException(base.toString()));
    }
    if (!Files.isWritable(base)) {
      throw PlaceProblem.lasting(
          "The backup folder %s cannot be written.".formatted(base),
          "Give it to the account of this service (%s)".formatted(System.getProperty("user.name")),
          new AccessDeniedException(base.toString()));
    }
  }

  @Override
  public List<String> backups() throws IOException {
    return names(name -> BackupName.isOne(name));
  }

  @Override
  public List<String> drafts() throws IOException {
    return names(name -> name.startsWith(DRAFT) || name.startsWith(REMOVED));
  }

  @Override
  public void begin(String draft) throws IOException {
    Files.createDirectories(folder, OWNERS_FOLDER);
    Folders.deleteIfThere(folder.resolve(DRAFT + draft));
    Files.createDirectory(folder.resolve(DRAFT + draft), OWNERS_FOLDER);
  }

  @Override
  public OutputStream create(String draft, String file) throws IOException {
    Path path = Files.createFile(folder.resolve(DRAFT + draft).resolve(file), OWNERS_FILE);
    FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
    return new FilterOutputStream(Channels.newOutputStream(channel)) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        try {
          out.write(bytes, from, length);
        } catch (IOException e) {
          throw told(e);
        }
      }

      @Override
      public void close() throws IOException {
        try {
          if (channel.isOpen()) {
            channel.force(true);
          }
        } catch (IOException e) {
          throw told(e);
        } finally {
          super.close();
        }
      }
    };
  }

  @Override
  public void publish(String draft, String backup) throws IOException {
    Path target = folder.resolve(backup);
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    durable(folder.resolve(DRAFT + draft));
    Files.move(folder.resolve(DRAFT + draft), target, StandardCopyOption.ATOMIC_MOVE);
    durable(folder);
  }

  @Override
  public List<String> files(String backup) throws IOException {
    List<String> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(backup))) {
      for (Path entry : entries) {
        if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
          files.add(entry.getFileName().toString());
        }
      }
    }
    files.sort(null);
    return files;
  }

  @Override
  public long size(String backup, String file) throws IOException {
    return Files.size(path(backup).resolve(file));
  }

  @Override
  public InputStream open(String backup, String file) throws IOException {
    return Files.newInputStream(path(backup).resolve(file), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void replace(String backup, String file, byte[] content) throws IOException {
    Path fresh = path(backup).resolve("." + file + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, OWNERS_FILE);
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      out.write(content);
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw told(e);
    }
    Files.move(
        fresh,
        path(backup).resolve(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    durable(path(backup));
  }

  @Override
  public void remove(String name) throws IOException {
    Path whole = path(name);
    if (BackupName.isOne(name) && Files.exists(whole, LinkOption.NOFOLLOW_LINKS)) {
      // Under its name it is whole, also while it is being removed.
      Path removed = folder.resolve(REMOVED + name);
      Folders.deleteIfThere(removed);
      Files.move(whole, removed, StandardCopyOption.ATOMIC_MOVE);
      durable(folder);
      whole = removed;
    }
    Folders.deleteIfThere(whole);
  }

  @Override
  public OptionalLong free() throws IOException {
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return OptionalLong.of(Files.getFileStore(there).getUsableSpace());
  }

  @Override
  public void close() {
    // Nothing is held open between two calls.
  }

  private IOException told(IOException refusal) {
    return PlaceProblem.ofFullDisk(place(), refusal).<IOException>map(p -> p).orElse(refusal);
  }

  /** Of a backup, of a draft by its name, or of something that {@link #drafts} told. */
  private Path path(String name) {
    return BackupName.isOne(name) || name.startsWith(".")
        ? folder.resolve(name)
        : folder.resolve(DRAFT + name);
  }

  private List<String> names(java.util.function.Predicate<String> wanted) throws IOException {
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          String name = entry.getFileName().toString();
          if (wanted.test(name) && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            names.add(name);
          }
        }
      }
    }
    names.sort(null);
    return names;
  }

  private static void durable(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
