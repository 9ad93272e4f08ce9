package dev.upkeep.scheduler.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What a local time means on the days on which clocks are changed.
 *
 * @param gap what becomes of a local time that does not exist
 * @param overlap what becomes of one that exists twice
 */
public record DstRules(Gap gap, Overlap overlap) {

  /** Local times that clocks jump over. */
  public enum Gap {
    /** Due at the first instant after the gap. */
    SHIFT,
    /** Not due on that day. */
    SKIP
  }

  /** Local times that clocks show twice. */
  public enum Overlap {
    /** Due the first time. */
    FIRST,
    /** Due the second time. */
    LAST,
    /** Due both times. */
    BOTH
  }

  /** What holds where nothing is said: nothing is lost in a gap, nothing is done twice. */
  public static final DstRules DEFAULT = new DstRules(Gap.SHIFT, Overlap.FIRST);

  /** The instants a local time stands for in a zone, in order: none, one or two. */
  public List<Instant> instants(LocalDateTime local, ZoneId zone) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    return switch (offsets.size()) {
      case 0 ->
          switch (gap) {
            case SHIFT -> List.of(zone.getRules().getTransition(local).getInstant());
            case SKIP -> List.of();
          };
      case 1 -> List.of(local.toInstant(offsets.getFirst()));
      default ->
          switch (overlap) {
            // ZoneRules names the offset before the change first, and that one is the earlier.
            case FIRST -> List.of(local.toInstant(offsets.getFirst()));
            case LAST -> List.of(local.toInstant(offsets.getLast()));
            case BOTH ->
                List.of(local.toInstant(offsets.getFirst()), local.toInstant(offsets.getLast()));
          };
    };
  }
}
