package dev.upkeep.database.cleanup;

import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.system.CleanupPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides whether a policy can be followed on the tables as they are. */
final class PolicyCheck {

  private final Tables tables;
  private final CleanupPolicy policy;
  private final List<String> problems = new ArrayList<>();

  private PolicyCheck(Tables tables, CleanupPolicy policy) {
    this.tables = tables;
    this.policy = policy;
  }

  /**
   * What stands against the policy, one sentence each.
   *
   * @param referringTables whose foreign keys point at the policy's table
   */
  static List<String> problems(Tables tables, CleanupPolicy policy, List<String> referringTables) {
    var check = new PolicyCheck(tables, policy);
    check
        .table(policy.table())
        .ifPresent(
            source -> {
              check.age(source);
              switch (policy.action()) {
                case CleanupPolicy.Action.Archive archive ->
                    check
                        .table(archive.into())
                        .ifPresent(into -> check.problems.addAll(ArchiveFit.misfits(source, into)));
                case CleanupPolicy.Action.Delete(var files) ->
                    files.ifPresent(named -> check.files(source, named));
              }
            });
    if (!referringTables.isEmpty()) {
      check.problems.add(
          "rows of '%s' are referred to by foreign keys of %s"
              .formatted(policy.table(), String.join(", ", referringTables)));
    }
    return check.problems;
  }

  private Optional<Table> table(String name) {
    Optional<Table> table = tables.named(name);
    if (table.isEmpty()) {
      problems.add("there is no table '%s'".formatted(name));
    } else if (!table.get().isBase() || !table.get().isInnoDb()) {
      problems.add("'%s' is no InnoDB table".formatted(name));
      return Optional.empty();
    } else if (table.get().isSystemVersioned()) {
      problems.add(
          "'%s' is system-versioned: what is deleted from it stays in its history".formatted(name));
    } else if (table.get().primaryKey().isEmpty()) {
      problems.add("'%s' has no primary key".formatted(name));
    }
    return table;
  }

  private void files(Table source, CleanupPolicy.UploadedFiles files) {
    Optional<Column> column = source.column(files.column());
    if (column.isEmpty()) {
      problems.add(
          "'%s' has no column '%s' for its files".formatted(policy.table(), files.column()));
    } else if (column.get().charset().isEmpty()) {
      problems.add(
          "the column '%s' of '%s' is %s; a path is text"
              .formatted(files.column(), policy.table(), column.get().columnType()));
    }
  }

  private void age(Table source) {
    Optional<Column> column = source.column(policy.ageColumn());
    if (column.isEmpty()) {
      problems.add(
          "'%s' has no column '%s', but: %s"
              .formatted(
                  policy.table(),
                  policy.ageColumn(),
                  source.columns().stream().map(Column::name).collect(Collectors.joining(", "))));
    } else if (!column.get().isDate()) {
      problems.add(
          "the age column '%s' of '%s' is %s; it must be DATETIME, TIMESTAMP or DATE"
              .formatted(policy.ageColumn(), policy.table(), column.get().columnType()));
    }
  }
}
