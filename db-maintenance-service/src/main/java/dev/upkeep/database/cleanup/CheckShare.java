package dev.upkeep.database.cleanup;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.amount.Percent;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts how much of each table would go, and asks an operator before more goes than its policy
 * says. A wrong policy, or a table that was filled with wrong dates, shows here.
 */
final class CheckShare implements LookingStep {

  private static final String QUESTION =
      "Are so many rows to go? Answer 'happened' to let the run go on with them, 'did not happen' to"
          + " end it, 'repeat' to count again.";

  private final TargetDatabases databases;
  private final Policies policies;

  CheckShare(TargetDatabases databases, Policies policies) {
    this.databases = databases;
    this.policies = policies;
  }

  @Override
  public String name() {
    return "check-share";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return databases.look(
        context,
        session -> {
          Tables tables = Tables.in(session);
          Map<String, Object> counted = new LinkedHashMap<>();
          List<String> beyond = new ArrayList<>();
          for (CleanupPolicy policy : policies.of(context)) {
            if (FileFolder.problemOf(policy).isPresent()) {
              continue;
            }
            Table table = tables.require(policy.table());
            Share share = Share.of(session, TakeRows.oldRows(context, session, table, policy));
            counted.put(policy.table(), share.figures());
            if (share.isBeyond(policy.atMost())) {
              beyond.add(share.words(policy));
            }
          }
          Evidence evidence = Evidence.of("tables", counted);
          if (beyond.isEmpty()) {
            return StepOutcome.done(evidence);
          }
          String reason = String.join("; ", beyond) + ".";
          return context.run().dryRun()
              ? StepOutcome.done(evidence.with("would-ask", reason))
              : new StepOutcome.NeedsApproval(reason, QUESTION);
        });
  }

  /**
   * How much of a table would go.
   *
   * @param taken rows that would; empty where counting them takes too long
   * @param held old rows under legal hold
   * @param all rows of the table
   */
  record Share(Optional<Long> taken, long held, long all) {

    /** Beyond this many rows the server's estimate is near enough. */
    private static final long COUNTED = 100_000;

    static Share of(TargetSession session, OldRows rows) {
      long all =
          rows.table().rows() < COUNTED
              ? Counting.count(session, rows.table(), "TRUE", Map.of()).orElse(rows.table().rows())
              : rows.table().rows();
      Optional<Long> taken = Counting.count(session, rows.table(), rows.taken(), rows.parameters());
      long held =
          rows.hold().isEmpty()
              ? 0
              : Counting.count(
                      session, rows.table(), rows.old() + " AND " + rows.held(), rows.parameters())
                  .orElse(-1L);
      return new Share(taken, held, all);
    }

    /** What takes too long to count is too much to go without a question. */
    boolean isBeyond(Percent atMost) {
      return taken.isEmpty()
          ? atMost.asFraction() < 1
          : taken.get() > 0 && taken.get() > atMost.asFraction() * Math.max(all, taken.get());
    }

    String words(CleanupPolicy policy) {
      return taken
          .map(
              rows ->
                  "the policy for '%s' would take %d of its %d rows, more than %s"
                      .formatted(policy.table(), rows, Math.max(all, rows), policy.atMost()))
          .orElseGet(
              () ->
                  "nobody knows how many rows the policy for '%s' would take: counting them takes too"
                          .formatted(policy.table())
                      + " long");
    }

    Map<String, Object> figures() {
      return Map.of("rows", taken.orElse(-1L), "held-rows", held, "all-rows", all);
    }
  }
}
