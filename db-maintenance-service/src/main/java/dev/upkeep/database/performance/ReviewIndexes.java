package dev.upkeep.database.performance;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.advice.Redundancy;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which indexes cost and do not help: doubles, first columns of others, never used. */
final class ReviewIndexes implements LookingStep {

  static final String REDUNDANT = "database.redundant-index";
  static final String UNUSED = "database.unused-index";

  private static final String USAGE = "performance_schema.table_io_waits_summary_by_index_usage";

  /** Some queries come once a month: before that, "never used" says little. */
  private static final Duration LONG_ENOUGH = Duration.ofDays(31);

  private final TargetDatabases databases;

  ReviewIndexes(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "review-indexes";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    context.looksFor(REDUNDANT);
    return databases.look(context, session -> review(context, session));
  }

  private static StepOutcome review(StepContext context, TargetSession session) {
    List<Table> tables =
        Tables.in(session).all().stream().filter(t -> t.isBase() && t.isInnoDb()).toList();
    List<String> redundant = new ArrayList<>();
    for (Table table : tables) {
      for (Redundancy redundancy : Redundancy.in(table)) {
        redundant.add(table.name() + "." + redundancy.index().name());
        found(context, table, redundancy);
      }
    }
    Evidence evidence = Evidence.of("redundant-indexes", redundant);
    Optional<String> unknown = whyUsageIsUnknown(session);
    if (unknown.isPresent()) {
      return StepOutcome.done(evidence.with("unused-indexes", "not known: " + unknown.get()));
    }
    context.looksFor(UNUSED);
    List<String> unused = unused(context, session, tables);
    return StepOutcome.done(evidence.with("unused-indexes", unused));
  }

  private static void found(StepContext context, Table table, Redundancy redundancy) {
    Index index = redundancy.index();
    context.found(
        new Sighting(
            REDUNDANT,
            table.name() + "." + index.name(),
            Severity.WARNING,
            redundancy.duplicate()
                ? "The index '%s' of '%s' has the same columns as '%s'"
                    .formatted(index.name(), table.name(), redundancy.by().name())
                : "The index '%s' of '%s' is the beginning of '%s'"
                    .formatted(index.name(), table.name(), redundancy.by().name()),
            "Every write pays for both. Add to 'indexes' of the system file: {name: %s, table: %s, action: drop}"
                .formatted(index.name(), table.name()),
            Evidence.of("columns", Index.sql(index.parts()))));
  }

  private static Optional<String> whyUsageIsUnknown(TargetSession session) {
    if (!session.sql("SELECT @@performance_schema").query(Boolean.class).single()) {
      return Optional.of("performance_schema is off");
    }
    if (!Grants.of(session).allow("SELECT", USAGE)) {
      return Optional.of("the account may not read " + USAGE);
    }
    Duration up = LookAtServer.uptime(session);
    return up.compareTo(LONG_ENOUGH) < 0
        ? Optional.of("the server is up for %d days, and a month is needed".formatted(up.toDays()))
        : Optional.empty();
  }

  private static List<String> unused(
      StepContext context, TargetSession session, List<Table> tables) {
    List<String> unused = new ArrayList<>();
    session
        .sql(
            """
            SELECT OBJECT_NAME, INDEX_NAME
              FROM performance_schema.table_io_waits_summary_by_index_usage
             WHERE OBJECT_SCHEMA = DATABASE() AND INDEX_NAME IS NOT NULL AND COUNT_STAR = 0
             ORDER BY OBJECT_NAME, INDEX_NAME
            """)
        .query(
            row -> {
              String tableName = row.getString("OBJECT_NAME");
              String indexName = row.getString("INDEX_NAME");
              tables.stream()
                  .filter(table -> table.name().equals(tableName))
                  .flatMap(table -> table.index(indexName).stream())
                  .filter(index -> !index.unique() && !index.isPrimary())
                  .forEach(
                      index -> {
                        unused.add(tableName + "." + index.name());
                        context.found(
                            new Sighting(
                                UNUSED,
                                tableName + "." + index.name(),
                                Severity.INFO,
                                "The index '%s' of '%s' was not used since the server started"
                                    .formatted(index.name(), tableName),
                                "If nobody needs it: {name: %s, table: %s, action: drop} in 'indexes' of the system file tries without it first"
                                    .formatted(index.name(), tableName),
                                Evidence.of("columns", Index.sql(index.parts()))));
                      });
            });
    return unused;
  }
}
