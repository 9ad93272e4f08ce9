package dev.upkeep.system;

import dev.upkeep.system.amount.Durations;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads how much the application may feel of work on its database. */
final class ThrottleReader {

  private static final int MOST_THREADS = 100_000;

  private ThrottleReader() {}

  static Optional<Throttle> read(YamlValue value) {
    return value.mapping().map(ThrottleReader::throttle);
  }

  private static Throttle throttle(YamlMapping mapping) {
    mapping.only(SystemFileKeys.THROTTLE);
    List<String> replicas =
        mapping.get("replicas").map(YamlValue::oneOrMore).orElse(List.of()).stream()
            .map(ComponentReader::mariaDbUrl)
            .flatMap(Optional::stream)
            .toList();
    return new Throttle(
        mapping.get("probe").flatMap(TuningReader::select),
        every(mapping),
        duration(mapping, "latency-added", Throttle.USUAL.latencyAdded()),
        threads(mapping),
        duration(mapping, "replica-lag", Throttle.USUAL.replicaLag()),
        replicas);
  }

  private static Duration every(YamlMapping mapping) {
    Duration every = duration(mapping, "every", Throttle.USUAL.every());
    if (every.compareTo(Throttle.OFTENEST) >= 0 && every.compareTo(Throttle.SELDOMEST) <= 0) {
      return every;
    }
    mapping
        .get("every")
        .ifPresent(
            value ->
                value.refuse("is not from 1ms to 1s", "Write how often to ask: 'every: 10ms'"));
    return Throttle.USUAL.every();
  }

  private static Duration duration(YamlMapping mapping, String key, Duration usual) {
    return mapping
        .get(key)
        .flatMap(value -> value.parsed(Durations::parse, Durations.REMEDY))
        .orElse(usual);
  }

  private static int threads(YamlMapping mapping) {
    int usual = Throttle.USUAL.threadsRunning();
    Optional<YamlValue> value = mapping.get("threads-running");
    if (value.isEmpty()) {
      return usual;
    }
    if (value.get().plain().orElse(usual) instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() >= 1
        && number.intValue() <= MOST_THREADS) {
      return number.intValue();
    }
    value
        .get()
        .refuse(
            "is no whole number from 1 to " + MOST_THREADS,
            "Write how many threads of the server may run: 'threads-running: %d'".formatted(usual));
    return usual;
  }
}
