package dev.upkeep.chassis.database;

import java.util.function.Supplier;

/**
 * Transactions on the service's own schema: READ COMMITTED, and begun again when MariaDB asks for
 * it (errors 1020, 1205 and 1213), so the work must do nothing but database work.
 */
public interface Transactions {

  /** Joins the transaction that is going on, or begins one. */
  <T> T inTransaction(Supplier<T> work);

  /** As above, for work without an answer. */
  default void inTransaction(Runnable work) {
    inTransaction(
        () -> {
          work.run();
          return Boolean.TRUE;
        });
  }

  /**
   * Runs something once the transaction that is going on has committed, such as waking a loop; at
   * once where there is none. It must not fail and must not be relied on: a crash loses it.
   */
  void afterCommit(Runnable signal);
}
