package dev.upkeep.database.brake;

import dev.upkeep.events.Evidence;
import java.time.Duration;

/** Nothing holds the work back. */
record FreeRunning(String why) implements Brake {

  @Override
  public int rows(int most) {
    return most;
  }

  @Override
  public void rest(Duration took) {
    // The next batch follows at once.
  }

  @Override
  public Evidence tell(Evidence evidence) {
    return evidence.with("brake", why);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
