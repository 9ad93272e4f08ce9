package dev.upkeep.chassis.run;

/**
 * The threads of this package: platform threads for what must get its turn whatever else waits
 * (polling, leases, supervision), virtual threads for what waits.
 */
final class OwnThreads {
  private OwnThreads() {}

  static Thread polling(String name, Runnable work) {
    return Thread.ofPlatform().name("upkeep-" + name).daemon(true).start(work);
  }

  static Thread waiting(String name, Runnable work) {
    return Thread.ofVirtual().name("upkeep-" + name).start(work);
  }
}
