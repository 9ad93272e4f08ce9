package dev.upkeep.database.cleanup;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.amount.Age;
import dev.upkeep.system.database.TargetDatabases;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Compares the files of a folder with the rows of a table, both ways. What is younger than an hour
 * may be an upload that is going on, and is left out. Changes nothing: whose a file without a row
 * is, is for people to find out.
 */
final class FindOrphans implements LookingStep {

  static final String NAME = "find-orphans";

  private static final String FILES = "database.files-without-row";
  private static final String ROWS = "database.rows-without-file";
  private static final String OUTSIDE = "database.paths-outside-folder";

  private static final Duration GOING_ON = Duration.ofHours(1);
  private static final int SHOWN = 5;

  private final TargetDatabases databases;
  private final Policies policies;
  private final String table;

  FindOrphans(TargetDatabases databases, Policies policies, String table) {
    this.databases = databases;
    this.policies = policies;
    this.table = table;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    CleanupPolicy policy = policies.forTable(context, table);
    var settled =
        new CleanupPolicy(
            table, policy.ageColumn(), Age.parse("1h").orElseThrow(), policy.action());
    return databases.look(
        context,
        session -> {
          Table rows = Tables.in(session).require(table);
          OldRows old = TakeRows.oldRows(context, session, rows, settled);
          FilePaths paths = old.files().orElseThrow();
          var folder = new FileFolder(paths.files());
          Optional<String> problem = folder.problem();
          if (problem.isPresent()) {
            return StepOutcome.skipped(
                "The files of '%s' cannot be looked at: %s".formatted(table, problem.get()));
          }
          var seen = new SeenFiles(session, context.clock().instant().minus(GOING_ON));
          folder.visit(seen::add);
          seen.matchWith(paths);
          long files = seen.countWithoutRow();
          long fileless = seen.rowsWithoutFile(old, paths);
          long outside =
              Counting.count(session, rows, "NOT " + paths.acceptable(), paths.parameters())
                  .orElse(0L);
          found(
              context,
              FILES,
              files,
              "%d files in %s have no row in '%s'",
              paths,
              seen.firstWithoutRow(SHOWN));
          found(
              context,
              ROWS,
              fileless,
              "%d files are missing in %s that rows of '%s' are about",
              paths,
              List.of());
          found(
              context,
              OUTSIDE,
              outside,
              "%d paths lead out of %s; their rows in '%s' are never deleted",
              paths,
              List.of());
          return StepOutcome.done(
              Evidence.of("files-examined", seen.count())
                  .with("files-without-row", files)
                  .with("rows-without-file", fileless)
                  .with("paths-outside-folder", outside));
        });
  }

  private void found(
      StepContext context,
      String kind,
      long count,
      String title,
      FilePaths paths,
      List<String> first) {
    context.looksFor(kind);
    if (count > 0) {
      context.found(
          new Sighting(
              kind,
              table,
              kind.equals(OUTSIDE) ? Severity.HIGH : Severity.WARNING,
              title.formatted(count, paths.files().folder(), table),
              "Find out where they come from, and remove or correct what is wrong by hand",
              Evidence.of("count", count).with("first", first)));
    }
  }
}
