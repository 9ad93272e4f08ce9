package dev.upkeep.database.dump;

import dev.upkeep.database.dump.Definition.Kind;
import dev.upkeep.system.database.Quoted;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The parts of a backup that are not rows, as a client reads them. Each part sets what it needs
 * itself, so that one table can be restored without the others.
 */
final class Scripts {

  private static final String DELIMITER = "//upkeep//";

  private static final String SETTINGS =
      """
      SET NAMES utf8mb4;
      SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES', time_zone = '+00:00',
        foreign_key_checks = 0, unique_checks = 0, check_constraint_checks = 0;
      """;

  private Scripts() {}

  /** One transaction for all rows: into an empty table the server then loads them sorted. */
  static String rowsHeader(String table) {
    return "-- The rows of %s.\n".formatted(comment(table)) + SETTINGS + "SET autocommit = 0;\n";
  }

  /**
   * What rows need: sequences and tables, without keys to other tables being checked.
   *
   * @param next what each sequence would give out next
   */
  static String tables(List<Definition> definitions, Map<String, String> next) {
    var script = new StringBuilder("-- Sequences and tables.\n").append(SETTINGS);
    for (Definition definition : definitions) {
      if (definition.kind() == Kind.SEQUENCE || definition.kind() == Kind.TABLE) {
        script.append(definition.sql()).append(";\n");
      }
      if (definition.kind() == Kind.SEQUENCE) {
        script.append(
            "DO SETVAL(%s, %s, 0);\n"
                .formatted(Quoted.identifier(definition.name()), next.get(definition.name())));
      }
    }
    return script.toString();
  }

  /**
   * What rows do not need, and what must not run while they come: views, routines, triggers,
   * events.
   *
   * @param columns of each view
   */
  static String programs(List<Definition> definitions, Map<String, List<String>> columns) {
    var script = new StringBuilder("-- Views, routines, triggers and events.\n").append(SETTINGS);
    List<Definition> views =
        definitions.stream().filter(d -> d.kind() == Kind.VIEW && !d.isBroken()).toList();
    // Views may need routines and each other: first each gets its columns, at the end its meaning.
    for (Definition view : views) {
      String placeholder =
          columns.getOrDefault(view.name(), List.of()).stream()
              .map(column -> "1 AS " + Quoted.identifier(column))
              .collect(Collectors.joining(", "));
      script.append(
          "CREATE VIEW %s AS SELECT %s;\n".formatted(Quoted.identifier(view.name()), placeholder));
    }
    definitions.stream()
        .filter(d -> d.kind().compareTo(Kind.VIEW) > 0 && d.kind().compareTo(Kind.TRIGGER) < 0)
        .forEach(routine -> program(script, routine));
    for (Definition view : views) {
      script.append("SET NAMES utf8mb4").append(collate(view.collation())).append(";\n");
      script.append(view.sql().replaceFirst("^CREATE ", "CREATE OR REPLACE ")).append(";\n");
    }
    definitions.stream()
        .filter(d -> d.kind() == Kind.TRIGGER || d.kind() == Kind.EVENT)
        .forEach(program -> program(script, program));
    return script.toString();
  }

  private static void program(StringBuilder script, Definition definition) {
    script.append("SET NAMES utf8mb4").append(collate(definition.collation())).append(";\n");
    script.append("SET SESSION sql_mode = '%s'".formatted(definition.sqlMode()));
    if (!definition.timeZone().isEmpty()) {
      script.append(", time_zone = '%s'".formatted(definition.timeZone()));
    }
    script.append(";\nDELIMITER ").append(DELIMITER).append('\n');
    script.append(definition.sql()).append('\n').append(DELIMITER).append('\n');
    script.append("DELIMITER ;\n").append(SETTINGS);
  }

  /** The text is in UTF-8 here; a collation of another character set would not go with it. */
  private static String collate(String collation) {
    return collation.startsWith("utf8mb4_") ? " COLLATE " + collation : "";
  }

  /** A name that may hold anything, on the rest of a line. */
  private static String comment(String name) {
    return name.replaceAll("\\p{Cntrl}", " ");
  }
}
