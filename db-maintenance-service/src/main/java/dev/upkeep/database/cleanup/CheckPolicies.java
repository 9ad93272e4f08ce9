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
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.ServerSays;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes sure that every policy fits the tables as they are today. All misfits are told at once; one
 * is enough for nothing to be touched. A folder that is not there is no misfit but a fault of the
 * worker's machine: its policy alone has to wait, and a finding says so.
 */
final class CheckPolicies implements LookingStep {

  private static final String FOLDER = "database.upload-folder-unusable";

  private final TargetDatabases databases;
  private final Policies policies;

  CheckPolicies(TargetDatabases databases, Policies policies) {
    this.databases = databases;
    this.policies = policies;
  }

  @Override
  public String name() {
    return "check-policies";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return databases.look(
        context,
        session -> {
          Tables tables = Tables.in(session);
          List<String> problems = new ArrayList<>();
          Map<String, Object> told = new LinkedHashMap<>();
          for (CleanupPolicy policy : policies.of(context)) {
            problems.addAll(
                PolicyCheck.problems(
                    tables, policy, ForeignKeys.pointingAt(session, policy.table())));
            if (problems.isEmpty()) {
              holdProblem(session, policy).ifPresent(problems::add);
            }
            if (problems.isEmpty()) {
              told.put(policy.table(), said(session, tables.require(policy.table()), policy));
            }
          }
          context.looksFor(FOLDER);
          for (CleanupPolicy policy : policies.of(context)) {
            FileFolder.problemOf(policy)
                .ifPresent(problem -> foundUnusable(context, policy, problem));
          }
          return problems.isEmpty()
              ? StepOutcome.done(Evidence.of("policies", told.size()).with("tables", told))
              : StepOutcome.failed(
                  "The cleanup policies do not fit the tables; nothing was touched: "
                      + String.join("; ", problems)
                      + ".",
                  "Correct the tables or the policies in the system file");
        });
  }

  private static void foundUnusable(StepContext context, CleanupPolicy policy, String problem) {
    context.found(
        new Sighting(
            FOLDER,
            policy.table(),
            Severity.HIGH,
            "'%s' is not cleaned up: %s".formatted(policy.table(), problem),
            "Mount the folder on the machine of this worker, writable for it, or correct 'files' in the"
                + " system file; the next run then takes the rows and their files",
            Evidence.of("folder", problem)));
  }

  /** Whether the server understands the condition of a legal hold. */
  private static Optional<String> holdProblem(TargetSession session, CleanupPolicy policy) {
    if (policy.legalHold().isEmpty()) {
      return Optional.empty();
    }
    try {
      session
          .sql(
              "SELECT COUNT(*) FROM (SELECT 1 FROM %s WHERE (%s) IS TRUE LIMIT 0) AS nothing"
                  .formatted(Quoted.identifier(policy.table()), policy.legalHold().get()))
          .query(Long.class)
          .single();
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(
          "the legal hold of '%s' cannot be asked: %s"
              .formatted(
                  policy.table(),
                  ServerSays.in(e).map(Throwable::getMessage).orElse(e.toString())));
    }
  }

  private static Map<String, Object> said(
      TargetSession session, Table table, CleanupPolicy policy) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put(
        "walks-by",
        table
            .indexLedBy(policy.ageColumn())
            .map(index -> "the index " + index.name())
            .orElse("the primary key: no index begins with " + policy.ageColumn()));
    List<String> triggers = triggers(session, policy);
    if (!triggers.isEmpty()) {
      said.put("triggers-that-will-run", triggers);
    }
    return said;
  }

  private static List<String> triggers(TargetSession session, CleanupPolicy policy) {
    String archive =
        policy.action() instanceof CleanupPolicy.Action.Archive into ? into.into() : "";
    return session
        .sql(
            """
            SELECT CONCAT(TRIGGER_NAME, ' (', LOWER(ACTION_TIMING), ' ', LOWER(EVENT_MANIPULATION),
                          ' on ', EVENT_OBJECT_TABLE, ')')
              FROM information_schema.TRIGGERS
             WHERE EVENT_OBJECT_SCHEMA = DATABASE()
               AND (   (EVENT_OBJECT_TABLE = :table AND EVENT_MANIPULATION = 'DELETE')
                    OR (EVENT_OBJECT_TABLE = :archive AND EVENT_MANIPULATION = 'INSERT'))
             ORDER BY 1
            """)
        .param("table", policy.table())
        .param("archive", archive)
        .query(String.class)
        .list();
  }
}
