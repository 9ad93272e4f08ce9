package dev.upkeep.deploy.bluegreen;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether enough of the last checks were good, the very last among them: one alone proves little.
 */
final class HealthWindow {

  private final int enough;
  private final int size;
  private final Deque<Boolean> last = new ArrayDeque<>();

  HealthWindow(int enough, int size) {
    if (enough < 1 || enough > size) {
      throw new IllegalArgumentException("pass cannot be %d of %d".formatted(enough, size));
    }
    this.enough = enough;
    this.size = size;
  }

  void saw(boolean good) {
    last.addLast(good);
    if (last.size() > size) {
      last.removeFirst();
    }
  }

  boolean passes() {
    return !last.isEmpty() && last.getLast() && good() >= enough;
  }

  private long good() {
    return last.stream().filter(Boolean::booleanValue).count();
  }

  @Override
  public String toString() {
    return "%d of the last %d checks were good, and %d of %d are asked for"
        .formatted(good(), last.size(), enough, size);
  }
}
