package dev.upkeep.database.cachereview;

import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.database.keyspace.KeyNames;
import dev.upkeep.database.keyspace.Look;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.amount.ByteSize;
import dev.upkeep.system.keyspace.KeyRule;
import dev.upkeep.system.redis.Answers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** What a sample of keys adds up to. Its size does not grow with the number of keys. */
final class KeySample {

  static final String BIG = "cache.big-key";
  static final String STALE = "cache.stale-keys";
  static final String UNKNOWN = "cache.unclassified-keys";
  static final List<String> KINDS = List.of(BIG, STALE, UNKNOWN);

  private static final int MOST_SHOWN = 10;
  private static final int MOST_SHAPES = 1_000;

  /** As many stale keys are worth a word. */
  private static final int STALE_PERCENT = 10;

  private static final String NO_CLASS = "no class";

  private final ByteSize bigKey;
  private final boolean countsUse;
  private final Map<String, Sum> byPattern = new TreeMap<>();
  private final Map<String, Sum> unknownShapes = new LinkedHashMap<>();
  private final PriorityQueue<Big> biggest =
      new PriorityQueue<>(Comparator.comparingLong(Big::bytes));

  private record Big(Look look, String type, long bytes) {
    String shown() {
      return KeyNames.shown(look.key(), look.rule());
    }

    String keyClass() {
      return look.rule().map(rule -> rule.keyClass().word()).orElse(NO_CLASS);
    }
  }

  /** Keys of one pattern, or of one shape. */
  private static final class Sum {
    private final String keyClass;
    private long keys;
    private long bytes;
    private long withoutTtl;
    private long stale;
    private long staleBytes;
    private long unused;

    Sum(String keyClass) {
      this.keyClass = keyClass;
    }
  }

  /**
   * @param bigKey from which size a key is worth a finding
   * @param countsUse whether the server tells how often a key is used, and not how long it was idle
   */
  KeySample(ByteSize bigKey, boolean countsUse) {
    this.bigKey = bigKey;
    this.countsUse = countsUse;
  }

  void add(Look look) {
    long bytes = Answers.number(look.answers().get(0), -1);
    if (bytes < 0) {
      // It expired or was deleted after SCAN had named it.
      return;
    }
    Sum sum = sumOf(look);
    sum.keys++;
    sum.bytes += bytes;
    sum.withoutTtl += Answers.number(look.answers().get(1), 0) == -1 ? 1 : 0;
    long use = Answers.number(look.answers().get(2), -1);
    if (countsUse) {
      sum.unused += use == 0 ? 1 : 0;
    } else if (isStale(look, use)) {
      sum.stale++;
      sum.staleBytes += bytes;
    }
    biggest.add(new Big(look, Answers.text(look.answers().get(3)), bytes));
    if (biggest.size() > MOST_SHOWN) {
      biggest.remove();
    }
  }

  private static boolean isStale(Look look, long idleSeconds) {
    return look.rule()
        .flatMap(KeyRule::idleLimit)
        .filter(limit -> idleSeconds >= limit.toSeconds())
        .isPresent();
  }

  private Sum sumOf(Look look) {
    if (look.rule().isPresent()) {
      KeyRule rule = look.rule().get();
      return byPattern.computeIfAbsent(
          rule.pattern().toString(), pattern -> new Sum(rule.keyClass().word()));
    }
    String shape = KeyNames.shape(look.key());
    if (unknownShapes.size() >= MOST_SHAPES && !unknownShapes.containsKey(shape)) {
      shape = "others";
    }
    return unknownShapes.computeIfAbsent(shape, s -> new Sum(NO_CLASS));
  }

  Evidence evidence() {
    Evidence evidence = Evidence.of("patterns", rows(byPattern));
    if (!unknownShapes.isEmpty()) {
      evidence = evidence.with("unclassified-keys", rows(largest(unknownShapes)));
    }
    List<Map<String, Object>> big = new ArrayList<>();
    for (Big key : sortedBiggest()) {
      big.add(
          row(
              "key",
              key.shown(),
              "class",
              key.keyClass(),
              "type",
              key.type(),
              "bytes",
              key.bytes()));
    }
    return big.isEmpty() ? evidence : evidence.with("biggest-keys", big);
  }

  private List<Map<String, Object>> rows(Map<String, Sum> sums) {
    List<Map<String, Object>> rows = new ArrayList<>();
    sums.forEach(
        (pattern, sum) ->
            rows.add(
                row(
                    "pattern",
                    pattern,
                    "class",
                    sum.keyClass,
                    "keys",
                    sum.keys,
                    "bytes",
                    sum.bytes,
                    "without-ttl",
                    sum.withoutTtl,
                    countsUse ? "unused" : "stale",
                    countsUse ? sum.unused : sum.stale)));
    return rows;
  }

  private static Map<String, Object> row(Object... namesAndValues) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    return row;
  }

  private static Map<String, Sum> largest(Map<String, Sum> sums) {
    Map<String, Sum> largest = new LinkedHashMap<>();
    sums.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Sum> e) -> e.getValue().keys).reversed())
        .limit(MOST_SHOWN)
        .forEach(e -> largest.put(e.getKey(), e.getValue()));
    return largest;
  }

  private List<Big> sortedBiggest() {
    return biggest.stream().sorted(Comparator.comparingLong(Big::bytes).reversed()).toList();
  }

  List<Sighting> findings() {
    List<Sighting> findings = new ArrayList<>();
    for (Big key : sortedBiggest()) {
      if (key.bytes() >= bigKey.bytes()) {
        findings.add(
            new Sighting(
                BIG,
                key.shown(),
                Severity.WARNING,
                "A key of type %s takes %s".formatted(key.type(), ByteSize.print(key.bytes())),
                "Divide it: reading or deleting it as a whole holds everybody up",
                Evidence.of("bytes", key.bytes()).with("class", key.keyClass())));
      }
    }
    byPattern.forEach(
        (pattern, sum) -> {
          if (sum.stale * 100 >= sum.keys * STALE_PERCENT && sum.stale > 0) {
            findings.add(
                new Sighting(
                    STALE,
                    pattern,
                    Severity.INFO,
                    "Of the sampled keys '%s' %d of %d are stale"
                        .formatted(pattern, sum.stale, sum.keys),
                    "Let cache.optimize remove them, and give them a time to live when they are"
                        + " written",
                    Evidence.of("stale", sum.stale)
                        .with("stale-bytes", sum.staleBytes)
                        .with("without-ttl", sum.withoutTtl)));
          }
        });
    if (!unknownShapes.isEmpty()) {
      long keys = unknownShapes.values().stream().mapToLong(sum -> sum.keys).sum();
      findings.add(
          new Sighting(
              UNKNOWN,
              "server",
              Severity.WARNING,
              "%d of the sampled keys match no class of the contract".formatted(keys),
              "Say in 'keyspace' of the system file what they are for; until then nothing is done"
                  + " to them",
              Evidence.of("shapes", List.copyOf(largest(unknownShapes).keySet()))));
    }
    return findings;
  }
}
