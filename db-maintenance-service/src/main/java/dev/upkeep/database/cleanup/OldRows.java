package dev.upkeep.database.cleanup;

import dev.upkeep.database.table.Table;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.CleanupPolicy.Action;
import dev.upkeep.system.database.Quoted;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which rows of a table a policy takes, as conditions of SQL: old ones, that are not under legal
 * hold, and whose file, if they have one, is where files of this table may be.
 *
 * @param age the age column
 * @param limit what is old
 * @param hold true for rows under legal hold
 * @param files where the rows' files are
 */
record OldRows(
    Table table, String age, AgeLimit limit, Optional<String> hold, Optional<FilePaths> files) {

  static OldRows of(Table table, CleanupPolicy policy, AgeLimit limit) {
    Optional<FilePaths> files =
        policy.action() instanceof Action.Delete(var named)
            ? named.map(one -> new FilePaths(table, one))
            : Optional.empty();
    return new OldRows(table, policy.ageColumn(), limit, policy.legalHold(), files);
  }

  /** True for rows that are old, whatever else they are; with {@link #parameters} bound. */
  String old() {
    String column = table.sql() + "." + Quoted.identifier(age);
    return "%1$s < :limit AND %1$s > :noAge".formatted(column);
  }

  /** True for rows under legal hold; never for all. */
  String held() {
    return hold.map(condition -> "(" + condition + ") IS TRUE").orElse("FALSE");
  }

  /** True for rows that are taken. */
  String taken() {
    return old()
        + hold.map(condition -> " AND (" + condition + ") IS NOT TRUE").orElse("")
        + files.map(paths -> " AND " + paths.acceptable()).orElse("");
  }

  /** What the conditions bind. */
  Map<String, Object> parameters() {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("limit", limit.text());
    parameters.put("noAge", AgeLimit.NO_AGE);
    files.ifPresent(paths -> parameters.putAll(paths.parameters()));
    return parameters;
  }
}
