package dev.upkeep.database.reclaim;

import dev.upkeep.database.online.HeadRoom;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.TargetSession;

/** Asks the server where a rebuild will write. */
final class RebuildPlaces {

  private RebuildPlaces() {}

  static RebuildNeeds.Places of(TargetSession session, Table table, long fileBytes) {
    Settings settings =
        session
            .sql(
                """
                SELECT SUBSTRING_INDEX(COALESCE(@@innodb_tmpdir, @@tmpdir), ':', 1) AS temporary,
                       IF(@@log_bin, @@log_bin_basename, '') AS binlog,
                       @@innodb_online_alter_log_max_size AS changes
                """)
            .query(
                (row, number) ->
                    new Settings(
                        row.getString("temporary"),
                        row.getString("binlog"),
                        row.getLong("changes")))
            .single();
    return new RebuildNeeds.Places(
        HeadRoom.of(session, table, fileBytes),
        HeadRoom.at(session, settings.temporary(), table, fileBytes),
        settings.binlog().isEmpty()
            ? new HeadRoom.Unknown("there is no binary log")
            : HeadRoom.at(session, folder(settings.binlog()), table, fileBytes),
        settings.changes());
  }

  /** Empty for a binary log that is off. */
  private record Settings(String temporary, String binlog, long changes) {}

  private static String folder(String file) {
    int end = file.lastIndexOf('/');
    return end <= 0 ? "/" : file.substring(0, end);
  }
}
