package dev.upkeep.system.database;

import dev.upkeep.chassis.task.Precheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an account may do, as {@code SHOW GRANTS} tells it: its own rights and those of its role.
 * Rights on single columns do not count.
 */
public final class Grants {

  private static final Pattern GRANT =
      Pattern.compile(
          "GRANT (?<rights>.+?) ON (?:TABLE )?"
              + "(?<schema>\\*|`(?:[^`]|``)*`)\\.(?<table>\\*|`(?:[^`]|``)*`) TO (?<who>\\S+).*",
          Pattern.DOTALL);

  private final String account;
  private final String schema;
  private final List<Grant> held;

  private record Grant(String who, Set<String> rights, String schema, String table) {
    boolean ofDatabase() {
      return table.equals("*") && !schema.equals("*");
    }
  }

  /**
   * A right that is needed.
   *
   * @param right as in GRANT: {@code SELECT}
   * @param on {@code *.*}, {@code mysql.innodb_index_stats}; {@code schema.*} means the database
   *     that is worked on, {@code schema.upkeep_fences} a table of it
   */
  public record Needed(String right, String on) {}

  private Grants(String account, String schema, List<Grant> held) {
    this.account = account;
    this.schema = schema;
    this.held = held;
  }

  /** Asks the server what the session's account may do. */
  public static Grants of(TargetSession session) {
    String account =
        session
            .sql(
                "SELECT CONCAT(QUOTE(SUBSTRING_INDEX(CURRENT_USER(), '@', 1)), '@',"
                    + " QUOTE(SUBSTRING_INDEX(CURRENT_USER(), '@', -1)))")
            .query(String.class)
            .single();
    List<Grant> held = new ArrayList<>();
    for (String line : session.sql("SHOW GRANTS").query(String.class).list()) {
      Matcher grant = GRANT.matcher(line);
      if (grant.matches()) {
        held.add(
            new Grant(
                grant.group("who"),
                rights(grant.group("rights")),
                bare(grant.group("schema")),
                bare(grant.group("table"))));
      }
    }
    return new Grants(account, session.database().schema(), held);
  }

  private static Set<String> rights(String list) {
    // Rights on columns, SELECT (a, b), are no rights on the table.
    return Arrays.stream(list.replaceAll("[A-Z ]+\\([^)]*\\)", "").split(","))
        .map(String::strip)
        .collect(Collectors.toSet());
  }

  private static String bare(String quoted) {
    return quoted.equals("*") ? "*" : quoted.substring(1, quoted.length() - 1).replace("``", "`");
  }

  /** Whether the account has a right. */
  public boolean allow(String right, String on) {
    String wantedSchema = schemaOf(on);
    String wantedTable = on.substring(on.indexOf('.') + 1);
    Predicate<Grant> covers =
        grant ->
            (grant.rights().contains(right) || grant.rights().contains("ALL PRIVILEGES"))
                && (grant.schema().equals("*")
                    || (grant.ofDatabase()
                        ? isInForce(grant, wantedSchema)
                        : grant.schema().equals(wantedSchema)))
                && (grant.table().equals("*") || grant.table().equals(wantedTable));
    return held.stream().anyMatch(covers);
  }

  /** Of several patterns that match a database, the server takes the one with fewest wildcards. */
  private boolean isInForce(Grant grant, String wantedSchema) {
    return like(grant.schema(), wantedSchema)
        && held.stream()
            .filter(other -> other.ofDatabase() && other.who().equals(grant.who()))
            .filter(other -> like(other.schema(), wantedSchema))
            .noneMatch(other -> wildcards(other.schema()) < wildcards(grant.schema()));
  }

  private static long wildcards(String pattern) {
    return pattern.replaceAll("\\\\.", "").chars().filter(c -> c == '_' || c == '%').count();
  }

  /**
   * Why a task cannot begin with these rights, and the statements that would let it; empty when it
   * lacks nothing.
   *
   * @param task as operators call it: {@code database.optimize}
   */
  public Optional<Precheck> refusal(String task, List<Needed> needed) {
    List<String> missing = missing(needed);
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Precheck.fail(
                "The account may not do what %s needs.".formatted(task),
                "Run as an administrator: " + String.join(" ", missing)));
  }

  /** The statements that would give the account what it lacks; empty when it lacks nothing. */
  public List<String> missing(List<Needed> needed) {
    return needed.stream()
        .filter(need -> !allow(need.right(), need.on()))
        .collect(
            Collectors.groupingBy(
                Needed::on,
                java.util.LinkedHashMap::new,
                Collectors.mapping(Needed::right, Collectors.joining(", "))))
        .entrySet()
        .stream()
        .map(
            entry ->
                "GRANT %s ON %s TO %s;".formatted(entry.getValue(), name(entry.getKey()), account))
        .toList();
  }

  private String schemaOf(String on) {
    String first = on.substring(0, on.indexOf('.'));
    return first.equals("schema") ? schema : first;
  }

  private String name(String on) {
    String table = on.substring(on.indexOf('.') + 1);
    String first = schemaOf(on);
    if (table.equals("*")) {
      return (first.equals("*") ? "*" : Quoted.identifier(pattern(first))) + ".*";
    }
    return Quoted.identifier(first) + "." + Quoted.identifier(table);
  }

  /**
   * The name of just this database, where the server takes names for patterns; but the bare name
   * where the account has rights under that already, since these would not count beside others.
   */
  private String pattern(String name) {
    return held.stream().anyMatch(grant -> grant.ofDatabase() && grant.schema().equals(name))
        ? name
        : name.replaceAll("[_%\\\\]", "\\\\$0");
  }

  /** Names of databases in grants are patterns with %, _ and a backslash before a plain one. */
  private static boolean like(String pattern, String name) {
    var regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
      } else {
        regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
      }
    }
    return name.matches(regex.toString());
  }
}
