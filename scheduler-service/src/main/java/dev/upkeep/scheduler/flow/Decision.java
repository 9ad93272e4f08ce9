package dev.upkeep.scheduler.flow;

import dev.upkeep.events.Event;
import java.util.List;

/** What follows from something that happened to a run. */
sealed interface Decision {

  /**
   * The run goes on.
   *
   * @param run as it is to be written
   * @param tell what is to be told, in order
   */
  record Moved(RunbookRun run, List<Event> tell) implements Decision {
    public Moved {
      tell = List.copyOf(tell);
    }
  }

  /** Heard before, or overtaken: nothing follows. */
  record Stale(String why) implements Decision {}

  /** A person asked for what makes no sense now; the reason is told to them. */
  record Refused(String why) implements Decision {}
}
