package dev.upkeep.database.indexes;

import dev.upkeep.database.indexes.Decision.Do;
import dev.upkeep.database.indexes.Decision.Nothing;
import dev.upkeep.database.indexes.Decision.Refuse;
import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.IndexPart;
import dev.upkeep.system.yaml.Suggestions;
import java.util.List;
import java.util.Optional;

/**
 * Whether an index must be made. Definitions are compared, not names: an index with these columns
 * is there whatever it is called, and one of that name with other columns is another index.
 */
final class CreateRules {

  /** Bytes of a key of an InnoDB table with pages of 16 KiB. */
  private static final int LONGEST_KEY = 3072;

  private CreateRules() {}

  static Decision decide(Table table, String name, List<IndexPart> columns) {
    if (!table.isBase() || !table.isInnoDb()) {
      return new Refuse(
          "'%s' is no InnoDB table".formatted(table.name()),
          "Only indexes of InnoDB tables are made online");
    }
    for (IndexPart part : columns) {
      Optional<Refuse> misfit = misfit(table, part);
      if (misfit.isPresent()) {
        return misfit.get();
      }
    }
    List<Index.Part> parts =
        columns.stream()
            .map(part -> new Index.Part(part.column(), part.prefix(), part.descending()))
            .toList();
    return table
        .index(name)
        .map(named -> ofThatName(table, named, parts))
        .orElseGet(() -> byDefinition(table, name, parts));
  }

  private static Optional<Refuse> misfit(Table table, IndexPart part) {
    Optional<Column> column = table.column(part.column());
    if (column.isEmpty()) {
      return Optional.of(
          new Refuse(
              "'%s' has no column '%s'".formatted(table.name(), part.column()),
              Suggestions.among(
                  part.column(), table.columns().stream().map(Column::name).toList())));
    }
    String type = column.get().dataType();
    boolean endless = type.endsWith("text") || type.endsWith("blob") || type.equals("json");
    if (endless && part.prefix() == 0) {
      return Optional.of(
          new Refuse(
              "'%s' is %s, of which only a beginning can be indexed"
                  .formatted(part.column(), column.get().columnType()),
              "Say how many characters: " + part.column() + "(50)"));
    }
    int most = LONGEST_KEY / column.get().bytesPerCharacter();
    if (part.prefix() == 0 && column.get().characters() > most) {
      // The server would index that much without a word.
      return Optional.of(
          new Refuse(
              "of '%s', %s, only the first %d characters can be indexed"
                  .formatted(part.column(), column.get().columnType(), most),
              "Say how many characters, as few as tell rows apart: " + part.column() + "(50)"));
    }
    return Optional.empty();
  }

  private static Decision ofThatName(Table table, Index named, List<Index.Part> parts) {
    if (!named.isBtree() || !named.hasJust(parts)) {
      return new Refuse(
          "'%s' has an index '%s' already, on other columns: %s"
              .formatted(table.name(), named.name(), Index.sql(named.parts())),
          "Give the new index another name, or drop the old one first");
    }
    return named.ignored()
        ? new Do(new Work(table.name(), named.name(), Work.Kind.CREATE, named.parts(), true))
        : new Nothing("it is there");
  }

  private static Decision byDefinition(Table table, String name, List<Index.Part> parts) {
    for (Index index : table.indexes()) {
      if (index.isBtree() && index.hasJust(parts)) {
        return index.ignored()
            ? new Refuse(
                "'%s' has an index on these columns, '%s', which is ignored"
                    .formatted(table.name(), index.name()),
                "Want it by its own name: it is woken then")
            : new Nothing("it is there as " + index.name());
      }
    }
    for (Index index : table.indexes()) {
      if (index.isBtree() && !index.ignored() && index.beginsWith(parts)) {
        return new Nothing(
            "%s %s begins with its columns and serves the same queries"
                .formatted(index.name(), Index.sql(index.parts())));
      }
    }
    return new Do(new Work(table.name(), name, Work.Kind.CREATE, parts, false));
  }
}
