package dev.upkeep.database.cleanup;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
import java.util.List;
import java.util.stream.Collectors;

/** The policies that a run follows: those of the system file, or the chosen ones among them. */
final class Policies {

  private final TargetDatabases databases;

  Policies(TargetDatabases databases) {
    this.databases = databases;
  }

  List<CleanupPolicy> of(StepContext context) throws TargetProblem {
    List<CleanupPolicy> all = databases.of(context.run()).component().cleanup();
    List<String> chosen = chosen(context);
    for (String table : chosen) {
      if (all.stream().noneMatch(policy -> policy.table().equals(table))) {
        throw TargetProblem.lasting(
            "The system file has no cleanup policy for the table '%s'.".formatted(table),
            "It has policies for: "
                + all.stream().map(CleanupPolicy::table).collect(Collectors.joining(", ")));
      }
    }
    return all.stream()
        .filter(policy -> chosen.isEmpty() || chosen.contains(policy.table()))
        .toList();
  }

  CleanupPolicy forTable(StepContext context, String table) throws TargetProblem {
    return of(context).stream()
        .filter(policy -> policy.table().equals(table))
        .findFirst()
        .orElseThrow(
            () ->
                TargetProblem.lasting(
                    "The cleanup policy for '%s' is gone from the system file.".formatted(table),
                    "Start a new run"));
  }

  List<String> tablesToArchive(StepContext context) throws TargetProblem {
    return tables(context, CleanupPolicy.Action.Archive.class);
  }

  List<String> tablesToPurge(StepContext context) throws TargetProblem {
    return tables(context, CleanupPolicy.Action.Delete.class);
  }

  /** Those whose rows are about files. */
  List<String> tablesWithFiles(StepContext context) throws TargetProblem {
    return of(context).stream()
        .filter(
            policy ->
                policy.action() instanceof CleanupPolicy.Action.Delete(var files)
                    && files.isPresent())
        .map(CleanupPolicy::table)
        .toList();
  }

  private List<String> tables(StepContext context, Class<? extends CleanupPolicy.Action> action)
      throws TargetProblem {
    return of(context).stream()
        .filter(policy -> action.isInstance(policy.action()))
        .map(CleanupPolicy::table)
        .toList();
  }

  private static List<String> chosen(StepContext context) {
    return context.parameters(CleanupParameters.class).chosenPolicies();
  }
}
