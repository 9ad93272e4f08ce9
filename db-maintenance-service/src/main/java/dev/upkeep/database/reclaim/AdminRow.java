package dev.upkeep.database.reclaim;

import dev.upkeep.system.database.TargetSession;
import java.util.List;

/**
 * A result row of CHECK, ANALYZE or OPTIMIZE TABLE. These statements succeed whatever they find:
 * only the rows tell.
 *
 * @param type {@code status}, {@code note}, {@code warning} or {@code error}
 */
public record AdminRow(String type, String text) {

  /** Runs the statement. */
  public static List<AdminRow> of(TargetSession session, String statement) {
    return session
        .sql(statement)
        .query((row, number) -> new AdminRow(row.getString("Msg_type"), row.getString("Msg_text")))
        .list();
  }

  /** Whether something is broken. */
  public boolean isError() {
    return type.equalsIgnoreCase("error")
        || (type.equalsIgnoreCase("status")
            && (text.equalsIgnoreCase("Corrupt") || text.equalsIgnoreCase("Operation failed")));
  }

  /** Whether the server has seen damage itself, whatever else went wrong. */
  public boolean isCorrupt() {
    return type.equalsIgnoreCase("status") && text.equalsIgnoreCase("Corrupt");
  }

  /** Whether something should be looked at. */
  public boolean isWarning() {
    return type.equalsIgnoreCase("warning");
  }
}
