package dev.upkeep.benchmarks.backup;

/** A way to back a database up and to prove that the backup can be restored. */
interface Contestant {

  /** As in {@code logical}. */
  String name();

  /**
   * Backs up, restores elsewhere, compares; what it left is removed afterwards, untimed.
   *
   * @throws NotTheSame when the restored copy is not what was backed up
   */
  Outcome once() throws Exception;

  /**
   * How it went.
   *
   * @param backupSeconds until there was a backup
   * @param proofSeconds from there on, until a restored copy was compared
   * @param bytes of the backup
   */
  record Outcome(double backupSeconds, double proofSeconds, long bytes) {
    double seconds() {
      return backupSeconds + proofSeconds;
    }
  }

  /** What was measured is wrong. */
  final class NotTheSame extends Exception {
    NotTheSame(String what) {
      super(what);
    }
  }
}
