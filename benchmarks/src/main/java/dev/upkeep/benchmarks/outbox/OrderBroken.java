package dev.upkeep.benchmarks.outbox;

/** What was told is not what was written, or not in its order: speed is of no interest then. */
final class OrderBroken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OrderBroken(String message) {
    super(message);
  }
}
