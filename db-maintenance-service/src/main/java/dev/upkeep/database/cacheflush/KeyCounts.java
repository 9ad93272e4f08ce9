package dev.upkeep.database.cacheflush;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.keyspace.KeyNames;
import dev.upkeep.database.keyspace.KeyScan;
import dev.upkeep.database.keyspace.Look;
import dev.upkeep.database.keyspace.Pace;
import dev.upkeep.system.redis.Answers;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.LatencyProbe;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many keys of each class a database has, counted one by one. Keys of Upkeep's own are left
 * out.
 *
 * @param byClass by the class's word; those that match no class under {@value #NO_CLASS}
 * @param example one that matches no class, as a report may show it; empty if there is none
 */
record KeyCounts(Map<String, Long> byClass, String example) {

  private static final String NO_CLASS = "no class";

  KeyCounts {
    byClass = Map.copyOf(byClass);
  }

  static KeyCounts of(StepContext context, CacheSession session, LatencyProbe probe)
      throws Exception {
    var scan =
        new KeyScan(
            session,
            probe,
            Pace.ofQuestions(context.parameters(CacheFlushParameters.class).limit()),
            session.cache().component().keyspace(),
            (key, rule) -> List.of());
    long all = Math.max(1, Answers.number(session.ask(Call.of("DBSIZE")), 0));
    Map<String, Long> counts = new TreeMap<>();
    String example = "";
    while (scan.hasMore()) {
      for (Look look : scan.next()) {
        String of = look.rule().map(rule -> rule.keyClass().word()).orElse(NO_CLASS);
        counts.merge(of, 1L, Long::sum);
        if (look.rule().isEmpty()) {
          example = KeyNames.shown(look.key(), look.rule());
        }
      }
      context.safePoint("between-batches");
      context.progress(
          Math.min(1, (double) scan.seen() / all),
          "counted %d of %d keys".formatted(scan.seen(), all));
    }
    return new KeyCounts(counts, example);
  }

  long of(String keyClass) {
    return byClass.getOrDefault(keyClass, 0L);
  }

  long unclassified() {
    return of(NO_CLASS);
  }

  long all() {
    return byClass.values().stream().mapToLong(Long::longValue).sum();
  }
}
