package dev.upkeep.database.backupset;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a backup consists of and what a copy made of it must be; docs/backups.md explains every key.
 * Kept as {@value #FILE} beside the files.
 *
 * @param format the version of this description
 * @param name of the backup
 * @param set the runbook run that it was made in: backups of files that were made in the same bear
 *     it too; empty in backups of earlier releases
 * @param system whose it is
 * @param component whose it is
 * @param schema the database's name on the server
 * @param server the server's version
 * @param lowerCaseTableNames the server's setting
 * @param pageSize InnoDB's, in bytes
 * @param charset the database's default
 * @param collation the database's default
 * @param takenAt the instant of the snapshot, by the server's clock
 * @param endedAt when the last file was written
 * @param binlogFile where the binary log stood, where the server writes one
 * @param binlogPosition likewise
 * @param databaseBytes of tables and indexes on the server, as InnoDB reckons
 * @param digestMethod how digests were computed
 * @param sealing how files are compressed and encrypted
 * @param files in the order in which a client reads them
 * @param tables by name
 * @param definitions of everything that the database has besides rows
 * @param definers the accounts that views, routines, triggers and events work for
 * @param physical what there is to know of a copy of the server's files; empty for SQL
 */
public record Manifest(
    int format,
    String name,
    Optional<String> set,
    String system,
    String component,
    String schema,
    String server,
    int lowerCaseTableNames,
    int pageSize,
    String charset,
    String collation,
    Instant takenAt,
    Instant endedAt,
    Optional<String> binlogFile,
    Optional<String> binlogPosition,
    long databaseBytes,
    String digestMethod,
    Sealing sealing,
    List<SealedFile> files,
    List<TableEntry> tables,
    List<DefinitionEntry> definitions,
    List<String> definers,
    Optional<Physical> physical) {

  /** What it is called. */
  public static final String FILE = "manifest.json";

  /** The version that this release writes. */
  public static final int FORMAT = 1;

  public Manifest {
    files = List.copyOf(files);
    tables = List.copyOf(tables);
    definitions = List.copyOf(definitions);
    definers = List.copyOf(definers);
  }

  /** How files are compressed and encrypted. */
  public enum Sealing {
    /** Compressed by zstd. */
    ZSTD,
    /** Compressed by zstd, then encrypted by age. */
    ZSTD_AGE
  }

  /**
   * A copy of the server's files. Tables and definitions of its manifest are those that nobody
   * changed while it was taken.
   *
   * @param tool the version of {@code mariadb-backup}
   * @param lsn the place in InnoDB's log up to which everything is in it
   * @param changed tables that are in it, and that were changed while it was taken
   */
  public record Physical(String tool, long lsn, List<String> changed) {
    public Physical {
      changed = List.copyOf(changed);
    }
  }

  /**
   * A file.
   *
   * @param file its name
   * @param table whose rows it holds
   * @param bytes its length
   * @param sha256 of its content as it lies on the disk, hexadecimal
   * @param sqlBytes its length before it was compressed, whether it is SQL or not
   */
  public record SealedFile(
      String file, Optional<String> table, long bytes, String sha256, long sqlBytes) {}

  /**
   * A table.
   *
   * @param table its name
   * @param rows how many, in the snapshot
   * @param digest of its rows, in the snapshot
   * @param withRows whether the backup has its rows, or its definition alone
   */
  public record TableEntry(String table, long rows, String digest, boolean withRows) {}

  /**
   * A definition.
   *
   * @param kind in words: {@code table}, {@code view}, {@code package body}
   * @param name its name
   * @param sha256 of the statement that makes it
   * @param broken whether the server could not make it again itself: a view whose tables are gone
   */
  public record DefinitionEntry(String kind, String name, String sha256, boolean broken) {}

  /** The same backup after more was done to a copy of it, by a server of this version. */
  public Manifest holding(
      String version, List<TableEntry> tablesNow, List<DefinitionEntry> definitionsNow) {
    return new Manifest(
        format,
        name,
        set,
        system,
        component,
        schema,
        version,
        lowerCaseTableNames,
        pageSize,
        charset,
        collation,
        takenAt,
        endedAt,
        binlogFile,
        binlogPosition,
        databaseBytes,
        digestMethod,
        sealing,
        files,
        tablesNow,
        definitionsNow,
        definers,
        Optional.empty());
  }

  /** All rows of the backup. */
  public long rows() {
    return tables.stream().filter(TableEntry::withRows).mapToLong(TableEntry::rows).sum();
  }

  /** All bytes on the disk but the manifest's. */
  public long bytes() {
    return files.stream().mapToLong(SealedFile::bytes).sum();
  }

  /** The database's series: {@code 11.4}. */
  public String series() {
    String[] parts = server.split("\\.", 3);
    return parts.length < 2 ? server : parts[0] + "." + parts[1];
  }
}
