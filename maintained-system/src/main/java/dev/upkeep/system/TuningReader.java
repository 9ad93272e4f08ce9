package dev.upkeep.system;

import dev.upkeep.system.yaml.Suggestions;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a system file says of a database's indexes and queries. */
final class TuningReader {

  private static final int LONGEST_IDENTIFIER = 64;

  private static final Pattern QUERY =
      Pattern.compile("\\s*(?:SELECT|WITH)\\s[^;]*", Pattern.CASE_INSENSITIVE);

  private TuningReader() {}

  static Tuning read(YamlMapping component) {
    return new Tuning(
        component.get("indexes").map(TuningReader::indexes).orElse(List.of()),
        component.get("queries").map(TuningReader::queries).orElse(List.of()),
        component.get("slow-log").flatMap(TuningReader::slowLog));
  }

  private static List<WantedIndex> indexes(YamlValue list) {
    List<WantedIndex> indexes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlValue item : list.list()) {
      Optional<WantedIndex> index = item.mapping().flatMap(TuningReader::index);
      if (index.isPresent() && !names.add(key(index.get()))) {
        item.refuse("is a second entry for the index '" + index.get().name() + "'", "Keep one");
      }
      index.ifPresent(indexes::add);
    }
    return indexes;
  }

  private static String key(WantedIndex index) {
    return index.table().toLowerCase(Locale.ROOT) + "\0" + index.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<WantedIndex> index(YamlMapping mapping) {
    mapping.only(SystemFileKeys.INDEX);
    Optional<String> name =
        mapping.require("name", "Name the index").flatMap(TuningReader::identifier);
    Optional<String> table =
        mapping.require("table", "Name the table").flatMap(TuningReader::identifier);
    Optional<WantedIndex.Action> action = mapping.has("action") ? action(mapping) : create(mapping);
    if (name.isEmpty() || table.isEmpty()) {
      return Optional.empty();
    }
    return action.map(a -> new WantedIndex(name.get(), table.get(), a));
  }

  private static Optional<WantedIndex.Action> action(YamlMapping mapping) {
    YamlValue action = mapping.get("action").orElseThrow();
    return action
        .text()
        .flatMap(
            text ->
                switch (text) {
                  case "create" -> create(mapping);
                  case "drop" -> drop(mapping);
                  default -> {
                    action.refuse(
                        "cannot be " + YamlValue.quoted(text),
                        Suggestions.among(text, List.of("create", "drop")));
                    yield Optional.empty();
                  }
                });
  }

  private static Optional<WantedIndex.Action> create(YamlMapping mapping) {
    Optional<YamlValue> columns =
        mapping.require("columns", "List the columns in order: 'columns: [status, created_at]'");
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    List<YamlValue> written = columns.get().oneOrMore();
    if (written.isEmpty()) {
      columns.get().refuse("must name at least one column", IndexPart.REMEDY);
      return Optional.empty();
    }
    List<IndexPart> parts =
        written.stream()
            .map(value -> value.parsed(IndexPart::parse, IndexPart.REMEDY))
            .flatMap(Optional::stream)
            .toList();
    return parts.size() < written.size()
        ? Optional.empty()
        : Optional.of(new WantedIndex.Action.Create(parts));
  }

  private static Optional<WantedIndex.Action> drop(YamlMapping mapping) {
    mapping
        .get("columns")
        .ifPresent(columns -> columns.refuse("means nothing for 'action: drop'", "Remove the key"));
    return Optional.of(new WantedIndex.Action.Drop());
  }

  private static List<NamedQuery> queries(YamlValue list) {
    List<NamedQuery> queries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlValue item : list.list()) {
      Optional<NamedQuery> query = item.mapping().flatMap(TuningReader::query);
      if (query.isPresent() && !names.add(query.get().name())) {
        item.refuse("is a second query called '" + query.get().name() + "'", "Rename one of them");
      }
      query.ifPresent(queries::add);
    }
    return queries;
  }

  private static Optional<NamedQuery> query(YamlMapping mapping) {
    mapping.only(SystemFileKeys.QUERY);
    Optional<String> name =
        mapping
            .require("name", "Name the query")
            .flatMap(value -> value.parsed(Names::parse, Names.REMEDY));
    Optional<String> sql =
        mapping.require("sql", "Write the query: one SELECT").flatMap(TuningReader::select);
    return name.isEmpty() ? Optional.empty() : sql.map(text -> new NamedQuery(name.get(), text));
  }

  /** The text of a bad query is not repeated: it may hold people's data. */
  static Optional<String> select(YamlValue value) {
    Optional<String> text = value.text();
    if (text.isPresent() && !QUERY.matcher(text.get()).matches()) {
      value.refuse(
          "is no single SELECT",
          "Write one statement that begins with SELECT or WITH, without a semicolon");
      return Optional.empty();
    }
    return text;
  }

  private static Optional<Path> slowLog(YamlValue value) {
    return value
        .parsed(
            text -> Optional.of(text).filter(path -> path.matches("/[^\\p{Cntrl}]+")),
            "Write the absolute path under which this worker sees the file")
        .map(Path::of);
  }

  /** Any name that the server would take: it is only ever compared, and quoted. */
  private static Optional<String> identifier(YamlValue value) {
    return value.parsed(
        text ->
            Optional.of(text)
                .filter(
                    name ->
                        name.length() <= LONGEST_IDENTIFIER
                            && name.strip().length() == name.length()
                            && name.chars().noneMatch(Character::isISOControl)),
        "Write the bare name, without database and quotes, at most 64 characters");
  }
}
