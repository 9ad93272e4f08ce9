package dev.upkeep.events;

import org.jspecify.annotations.Nullable;

/**
 * How far a run has come. Told when a step ends and at most once a second in between.
 *
 * @param step the step that is being worked on
 * @param fraction of the whole run, 0 to 1
 * @param line what is happening, for people
 * @param remainingSeconds the worker's estimate, or null where it has none
 */
public record MaintenanceProgressed(
    TaskRunRef run, String step, double fraction, String line, @Nullable Long remainingSeconds)
    implements RunEvent {

  public MaintenanceProgressed {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction is %s, not from 0 to 1".formatted(fraction));
    }
  }
}
