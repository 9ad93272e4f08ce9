package dev.upkeep.database.receipt;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.database.TargetDatabases;

/** Follows the chains of receipts link by link, and says where one is broken. */
public final class CheckReceipts implements LookingStep {

  public static final String NAME = "check-receipts";

  private static final String BROKEN = "database.receipts-broken";

  private final TargetDatabases databases;

  public CheckReceipts(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return databases.look(
        context,
        session -> {
          if (!ReceiptTable.isThere(session) || ReceiptTable.isOld(session)) {
            return StepOutcome.skipped("There is no chain of receipts yet");
          }
          ReceiptChain.Verdict verdict = ReceiptChain.check(session);
          context.looksFor(BROKEN);
          for (ReceiptChain.Broken broken : verdict.broken()) {
            context.found(
                new Sighting(
                    BROKEN,
                    broken.table(),
                    Severity.CRITICAL,
                    "The receipts of '%s' were changed: %s"
                        .formatted(broken.table(), broken.words()),
                    "Find out who writes to upkeep_receipts; what a broken receipt says of its rows is"
                        + " proven no more",
                    Evidence.of("link", broken.words())));
          }
          return StepOutcome.done(
              Evidence.of("receipts", verdict.links())
                  .with("unchained-receipts", verdict.unchained())
                  .with("chain-heads", verdict.heads())
                  .with(
                      "broken-links",
                      verdict.broken().stream()
                          .map(broken -> broken.table() + ": " + broken.words())
                          .toList()));
        });
  }
}
