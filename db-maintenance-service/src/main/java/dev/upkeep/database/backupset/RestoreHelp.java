package dev.upkeep.database.backupset;

import dev.upkeep.database.backupset.Manifest.Sealing;
import dev.upkeep.system.database.Quoted;
import java.util.stream.Collectors;

/** How to restore a backup without Upkeep: for whoever has nothing else left. */
final class RestoreHelp {

  static final String FILE = "RESTORE.txt";

  private RestoreHelp() {}

  static String of(Manifest manifest) {
    return manifest.physical().isPresent() ? ofFiles(manifest) : ofSql(manifest);
  }

  private static String ofFiles(Manifest manifest) {
    boolean encrypted = manifest.sealing() == Sealing.ZSTD_AGE;
    String file = manifest.files().getFirst().file();
    return """
    Backup %1$s of the whole server of %2$s (%3$s/%4$s), with everything that was committed by %5$s.
    It is a copy of the files of MariaDB %6$s.

    It is restored by stock tools: %7$szstd, mbstream and mariadb-backup of MariaDB %8$s, on a server of that series.

    1. Is it whole?     sha256sum -c SHA256SUMS
    2. Unpack it:       mkdir -m 700 restored
                        %9$s | mbstream -x -C restored
    3. Make it usable:  mariadb-backup --prepare --target-dir=restored
    4. Put it in place, of the server that is stopped, with an empty data folder:

                        mariadb-backup --move-back --target-dir=restored
                        chown -R mysql:mysql /var/lib/mysql

       Accounts are those of the old server. To have one database of it only, start a second server on the
       prepared folder (mariadbd --datadir=restored --skip-networking --socket=…) and dump that database.
    """
        .formatted(
            manifest.name(),
            Quoted.identifier(manifest.schema()),
            manifest.system(),
            manifest.component(),
            manifest.takenAt(),
            manifest.server(),
            encrypted ? "age, " : "",
            manifest.series(),
            encrypted ? "age -d -i KEYFILE %s | zstd -dc".formatted(file) : "zstd -dc " + file);
  }

  private static String ofSql(Manifest manifest) {
    boolean encrypted = manifest.sealing() == Sealing.ZSTD_AGE;
    String open = encrypted ? "age -d -i KEYFILE \"$f\" | zstd -dc" : "zstd -dc \"$f\"";
    String accounts =
        manifest.definers().isEmpty()
            ? "No view, routine, trigger or event works for an account of its own.\n"
            : "Views, routines, triggers and events work for these accounts; make them if they are"
                + " not there:\n"
                + manifest.definers().stream()
                    .map(account -> "    " + account + "\n")
                    .collect(Collectors.joining());
    return """
    Backup %1$s of the database %2$s (%3$s/%4$s), as it was at %5$s, from MariaDB %6$s.

    It is restored by stock tools: %7$szstd, and the client of MariaDB.

    1. Is it whole?       sha256sum -c SHA256SUMS
    2. An empty database: CREATE DATABASE NAME CHARACTER SET %8$s COLLATE %9$s;
    3. Everything, in the order of the files' names:

         for f in *%10$s; do
           %11$s | mariadb --binary-mode --comments --default-character-set=utf8mb4 --max-allowed-packet=1G NAME || break
         done

       One table alone: make it with its statement from the first file, then the file of its rows.
       Rows of many megabytes need max_allowed_packet=1G at the server too.

    %12$s\
    """
        .formatted(
            manifest.name(),
            Quoted.identifier(manifest.schema()),
            manifest.system(),
            manifest.component(),
            manifest.takenAt(),
            manifest.server(),
            encrypted ? "age, " : "",
            manifest.charset(),
            manifest.collation(),
            ".sql" + Seal.suffix(manifest.sealing()),
            open,
            accounts);
  }
}
