package dev.upkeep.cli;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What a person's program does between two looks at the platform. The only place where Upkeep
 * sleeps: there is nothing to stop but the program itself, and a signal does that.
 */
public final class NextLook {
  private NextLook() {}

  public static void after(Duration pause) {
    LockSupport.parkNanos(pause.toNanos());
  }
}
