package dev.upkeep.chassis.outbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which topics, or the broker as a whole, cannot be written at the moment, and when each is tried
 * again. Says so once when it begins and once when it is over. Times are nanoseconds of a monotonic
 * clock.
 */
final class Troubles {
  private static final Logger log = LoggerFactory.getLogger(Troubles.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Stands for the broker as a whole; no topic has this name. */
  static final String BROKER = "*";

  private final Map<String, Trouble> current = new HashMap<>();

  /** Notes a failure; answers when to try again. Failures of one moment count once. */
  long met(String what, Exception failure, long now) {
    Trouble before = current.get(what);
    if (before != null && now - before.until < 0) {
      return before.until;
    }
    Duration pause = before == null ? FIRST_PAUSE : before.nextPause();
    if (before == null) {
      log.warn(
          "{} takes no events ({}); they are kept and tried again until it does",
          what.equals(BROKER) ? "The broker" : "The topic " + what,
          failure.toString());
    }
    long since = before == null ? now : before.since;
    long until = now + pause.toNanos();
    current.put(what, new Trouble(since, pause, until));
    return until;
  }

  /** An event was acknowledged: neither its topic nor the broker is in trouble. */
  void over(String topic, long now) {
    if (current.isEmpty()) {
      return;
    }
    say("The topic " + topic, current.remove(topic), now);
    say("The broker", current.remove(BROKER), now);
  }

  private static void say(String what, @Nullable Trouble trouble, long now) {
    if (trouble != null) {
      log.info("{} takes events again after {}", what, Duration.ofNanos(now - trouble.since));
    }
  }

  /** Whether it may be tried now: there is no trouble, or its pause is over. */
  boolean isOver(String what, long now) {
    Trouble trouble = current.get(what);
    return trouble == null || now - trouble.until >= 0;
  }

  private record Trouble(long since, Duration pause, long until) {
    Duration nextPause() {
      Duration doubled = pause.multipliedBy(2);
      return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
  }
}
