package dev.upkeep.database.backupplace;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where the backups of one component are kept. What stands in the way for a reason that people can
 * do something about is thrown as {@link PlaceProblem}. A backup is a handful of files under a
 * name; it appears whole or not at all. Until then it is a draft, which nobody takes for a backup.
 */
public interface BackupTarget extends AutoCloseable {

  /** For people: a folder, an address. */
  String place();

  /**
   * Looks whether backups can be kept and read here; changes nothing.
   *
   * @throws PlaceProblem when not
   */
  void requireUsable() throws IOException;

  /** The names of all backups, the oldest first. */
  List<String> backups() throws IOException;

  /**
   * Makes an empty draft of a backup; an earlier one of the same name is gone afterwards. Where
   * nothing can be renamed the files of a backup stay where its draft was, so that a draft's name
   * is used for one backup only.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the files of a backup would be lost
   */
  void begin(String draft) throws IOException;

  /** The drafts of any backup: what an attempt that died leaves behind. */
  List<String> drafts() throws IOException;

  /** Writes a file of a draft; it is on the disk when the stream is closed. */
  OutputStream create(String draft, String file) throws IOException;

  /**
   * Makes a draft the backup of that name, at once and for good.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one
   */
  void publish(String draft, String backup) throws IOException;

  /** The files of a backup or a draft, by name. */
  List<String> files(String backup) throws IOException;

  /** How long a file is, in bytes. */
  long size(String backup, String file) throws IOException;

  /** Reads a file; there is one if {@link #files} says so. */
  InputStream open(String backup, String file) throws IOException;

  /** Writes a file of a backup whole, or leaves the old one. */
  void replace(String backup, String file, byte[] content) throws IOException;

  /** Removes a backup, or a draft, and whatever an earlier removal left. */
  void remove(String name) throws IOException;

  /** Bytes that can still be written; empty where nobody knows of a limit. */
  OptionalLong free() throws IOException;

  /** Ends connections. */
  @Override
  void close();
}
