package dev.upkeep.system.redis;

import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.keyspace.EvictionPolicy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server says of itself: the fields of {@code INFO}, under Redis's own names
 * (redis.io/commands/info).
 */
public final class ServerInfo {

  private static final Pattern KEYS = Pattern.compile("keys=(\\d+).*");

  private final Map<String, String> fields;

  private ServerInfo(Map<String, String> fields) {
    this.fields = Map.copyOf(fields);
  }

  public static ServerInfo of(CacheSession session) throws TargetProblem {
    return read(Answers.text(session.ask(Call.of("INFO"))));
  }

  /** Reads the text that {@code INFO} answers. */
  static ServerInfo read(String info) {
    Map<String, String> fields = new HashMap<>();
    info.lines()
        .filter(line -> !line.startsWith("#") && line.contains(":"))
        .forEach(
            line ->
                fields.put(
                    line.substring(0, line.indexOf(':')),
                    line.substring(line.indexOf(':') + 1).strip()));
    return new ServerInfo(fields);
  }

  /** A field, or the empty text where this release of the server does not tell it. */
  public String text(String field) {
    return fields.getOrDefault(field, "");
  }

  /** A field that is a whole number; 0 where it is not told. */
  public long number(String field) {
    return Answers.number(text(field), 0);
  }

  /** A field that is a number with a fraction; 0 where it is not told. */
  public double fraction(String field) {
    String text = text(field);
    return text.matches("\\d{1,15}(\\.\\d+)?") ? Double.parseDouble(text) : 0;
  }

  /** Bytes that count against maxmemory. */
  public long countedBytes() {
    return Math.max(0, number("used_memory") - number("mem_not_counted_for_evict"));
  }

  /** The policy that is in force; none if this release does not know it. */
  public Optional<EvictionPolicy> policy() {
    return EvictionPolicy.of(text("maxmemory_policy"));
  }

  /** Whether the server is at least of this release. */
  public boolean atLeast(int major, int minor) {
    String[] parts = text("redis_version").split("\\.", -1);
    long found = Answers.number(parts[0], 0);
    return found > major
        || (found == major && parts.length > 1 && Answers.number(parts[1], 0) >= minor);
  }

  /** How many keys each database has that has any, by its number. */
  public Map<Integer, Long> keysByDatabase() {
    Map<Integer, Long> keys = new TreeMap<>();
    fields.forEach(
        (field, value) -> {
          Matcher count = KEYS.matcher(value);
          if (field.matches("db\\d{1,5}") && count.matches()) {
            keys.put(Integer.parseInt(field.substring(2)), Long.parseLong(count.group(1)));
          }
        });
    return keys;
  }
}
