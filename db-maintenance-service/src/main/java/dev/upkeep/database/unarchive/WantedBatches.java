package dev.upkeep.database.unarchive;

import dev.upkeep.database.receipt.ArchivedBatches;
import dev.upkeep.database.receipt.Receipt;
import dev.upkeep.database.receipt.ReceiptChain;
import dev.upkeep.database.receipt.ReceiptTable;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.util.List;

/** The archived batches that are asked for. */
final class WantedBatches {

  private WantedBatches() {}

  /**
   * Those that are asked for, in order.
   *
   * @throws TargetProblem if there are none, or one cannot be relied on; it is named
   */
  static List<Receipt> of(TargetSession session, UnarchiveParameters parameters)
      throws TargetProblem {
    if (!ReceiptTable.isThere(session) || ReceiptTable.isOld(session)) {
      throw TargetProblem.lasting(
          "Nothing on this database was archived with receipts that say which rows they are of.",
          "Copy the rows back by hand: INSERT … SELECT from the archive");
    }
    List<Receipt> all =
        ArchivedBatches.of(session, parameters.table(), ArchivedBatches.ARCHIVE).stream()
            .filter(receipt -> receipt.run().equals(parameters.run()))
            .filter(receipt -> parameters.wants(receipt.batch()))
            .toList();
    if (all.isEmpty()) {
      throw TargetProblem.lasting(
          "Run %s has no archived batch of '%s' whose rows are still in the archive%s."
              .formatted(
                  parameters.run(),
                  parameters.table(),
                  parameters.batches() == null || parameters.batches().isEmpty()
                      ? ""
                      : " among " + parameters.batches()),
          "Runs that have: " + runs(session, parameters.table()));
    }
    requireUnbroken(session, parameters);
    return all;
  }

  private static void requireUnbroken(TargetSession session, UnarchiveParameters parameters)
      throws TargetProblem {
    for (ReceiptChain.Broken broken : ReceiptChain.check(session).broken()) {
      if (broken.table().equals(parameters.table())) {
        throw TargetProblem.lasting(
            "The receipts of '%s' were changed: %s.".formatted(broken.table(), broken.words()),
            "Find out who writes to upkeep_receipts; copy the rows back by hand when you know which"
                + " they are");
      }
    }
  }

  private static String runs(TargetSession session, String table) {
    List<String> runs =
        ArchivedBatches.of(session, table, ArchivedBatches.ARCHIVE).reversed().stream()
            .map(Receipt::run)
            .distinct()
            .limit(5)
            .toList();
    return runs.isEmpty() ? "none" : String.join(", ", runs);
  }
}
