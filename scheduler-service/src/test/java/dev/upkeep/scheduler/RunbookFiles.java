package dev.upkeep.scheduler;

import java.time.Instant;

/** Runbooks as operators write them. */
final class RunbookFiles {

  private RunbookFiles() {}

  static String once(String name, Instant at) {
    return """
        runbook: %s
        system: lcbp3-dms
        schedule: {at: "%s", zone: UTC}
        tasks:
          - {name: optimize, run: database.optimize, on: database}
        """
        .formatted(name, at.toString().replace("Z", "+00:00"));
  }

  static String every(String name, String every) {
    return """
        runbook: %s
        system: lcbp3-dms
        schedule: {every: %s, zone: UTC}
        tasks:
          - {name: optimize, run: database.optimize, on: database}
        """
        .formatted(name, every);
  }

  /** Started by people only; two tasks, one after the other. */
  static String manual(String name) {
    return """
        runbook: %s
        title: By hand
        system: lcbp3-dms
        tasks:
          - {name: first, run: database.optimize, on: database, with: {share: 20}}
          - {name: second, run: database.optimize, on: database, needs: first, with: {share: 30}}
        """
        .formatted(name);
  }
}
