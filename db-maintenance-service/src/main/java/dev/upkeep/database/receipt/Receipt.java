package dev.upkeep.database.receipt;

import dev.upkeep.database.rows.Sealed;
import java.util.List;

/**
 * What one committed batch left behind.
 *
 * @param run the task run that committed it
 * @param policy the table
 * @param batch its number within run and table
 * @param rows how many rows it took
 * @param fromKey the key of the row that it took first, as JSON
 * @param toKey that of the row that it took last
 * @param archive where they went
 * @param columns the columns that were copied, and digested
 * @param digest of the rows
 */
public record Receipt(
    String run,
    String policy,
    int batch,
    long rows,
    String fromKey,
    String toKey,
    String archive,
    List<String> columns,
    String digest) {

  public Receipt {
    columns = List.copyOf(columns);
  }

  /** As another receipt refers to it. */
  public String reference() {
    return run + "/" + batch;
  }

  /** For people. */
  public String name() {
    return "The receipt of batch %d of run %s".formatted(batch, run);
  }

  public Sealed sealed() {
    return new Sealed(rows, digest);
  }
}
