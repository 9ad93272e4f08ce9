package dev.upkeep.database.online;

import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.TargetSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** How much room there is on a disk that the server writes to. */
public sealed interface HeadRoom {

  /**
   * It is seen.
   *
   * @param disk tells it from other disks
   * @param freeBytes what can still be written
   * @param totalBytes the size of the disk
   */
  record Known(String disk, long freeBytes, long totalBytes) implements HeadRoom {}

  /** It cannot be known from here. */
  record Unknown(String why) implements HeadRoom {}

  /**
   * Looks where the server keeps its data: the DISKS plugin tells where it is installed; on the
   * same machine the file system does, if the table's file can be seen there.
   *
   * @param table any table with a file of its own
   * @param fileBytes the size of that file as the server tells it
   */
  static HeadRoom of(TargetSession session, Table table, long fileBytes) {
    return at(session, dataFolder(session), table, fileBytes);
  }

  /**
   * Looks at another folder of the server's.
   *
   * @param folder as the server names it
   * @param table by which is seen whether that is the same folder here
   */
  static HeadRoom at(TargetSession session, String folder, Table table, long fileBytes) {
    return fromPlugin(session, folder)
        .orElseGet(() -> fromFileSystem(session, folder, table, fileBytes));
  }

  /** What is known, as evidence says it. */
  default String said() {
    return switch (this) {
      case Known known -> known.freeBytes() + " bytes were free";
      case Unknown unknown -> "not known: " + unknown.why();
    };
  }

  private static String dataFolder(TargetSession session) {
    return session.sql("SELECT @@datadir").query(String.class).single();
  }

  private static Optional<HeadRoom> fromPlugin(TargetSession session, String folder) {
    // The plugin answers those only who may read and write files on the server.
    if (!InformationSchema.has(session, "DISKS") || !Grants.of(session).allow("FILE", "*.*")) {
      return Optional.empty();
    }
    return session
        .sql(
            """
            SELECT Path, Available * 1024, Total * 1024
              FROM information_schema.DISKS
             WHERE :folder LIKE CONCAT(Path, '%')
             ORDER BY LENGTH(Path) DESC
             LIMIT 1
            """)
        .param("folder", folder)
        .<HeadRoom>query(
            (row, number) -> new Known(row.getString(1), row.getLong(2), row.getLong(3)))
        .optional();
  }

  private static HeadRoom fromFileSystem(
      TargetSession session, String folder, Table table, long fileBytes) {
    String host = session.database().host();
    try {
      if (!InetAddress.getByName(host).isLoopbackAddress()) {
        return new Unknown(
            "the server is on another machine (%s) without the DISKS plugin".formatted(host));
      }
      // The same path may be another folder, where the server runs in a container.
      Path file = Path.of(dataFolder(session), session.database().schema(), table.name() + ".ibd");
      if (!Files.isRegularFile(file) || Files.size(file) != fileBytes) {
        return new Unknown("the server's data folder cannot be seen by this service");
      }
      FileStore disk = Files.getFileStore(Path.of(folder));
      return new Known(disk.toString(), disk.getUsableSpace(), disk.getTotalSpace());
    } catch (UnknownHostException e) {
      return new Unknown("the server's host %s cannot be resolved".formatted(host));
    } catch (IOException | InvalidPathException e) {
      return new Unknown("the server's folder %s cannot be read by this service".formatted(folder));
    }
  }
}
