package dev.upkeep.chassis.test;

import dev.upkeep.chassis.run.Boundary;
import dev.upkeep.chassis.run.RunObserver;
import dev.upkeep.events.TaskRunRef;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Notes where runs pass, and lets a worker's thread die at the places that a test names, once each.
 */
final class Crashes implements RunObserver {
  private final List<Place> passed = new CopyOnWriteArrayList<>();
  private final List<Place> planned = new ArrayList<>();
  private int crashed;

  /**
   * What abandons a run as a crash does: the engine lets errors through and writes nothing more.
   */
  static final class SimulatedCrash extends Error {
    SimulatedCrash(Place place) {
      super("crashed on purpose at " + place, null, false, false);
    }
  }

  synchronized void plan(Place place) {
    planned.add(place);
  }

  synchronized int crashed() {
    return crashed;
  }

  synchronized List<Place> notReached() {
    return List.copyOf(planned);
  }

  List<Place> passed() {
    return List.copyOf(passed);
  }

  @Override
  public void passes(TaskRunRef run, Boundary boundary, String step) {
    Place place = new Place(boundary, step);
    passed.add(place);
    synchronized (this) {
      if (planned.remove(place)) {
        crashed++;
        throw new SimulatedCrash(place);
      }
    }
  }
}
