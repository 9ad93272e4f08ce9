package dev.upkeep.system.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One value in a file. Each reading answers nothing, and notes a problem, where it does not fit.
 */
public final class YamlValue {

  private static final int LONGEST_SHOWN = 80;

  private final String called;
  private final Node node;
  private final Problems problems;

  YamlValue(String called, Node node, Problems problems) {
    this.called = called;
    this.node = node;
    this.problems = problems;
  }

  public Place place() {
    return node.place();
  }

  /** Where a part of this value stands: keys and positions counted from 0; as near as there is. */
  public Place placeAt(List<String> path) {
    Node part = node;
    Place place = node.place();
    for (String step : path) {
      Optional<Node.Entry> next = part(part, step);
      if (next.isEmpty()) {
        return place;
      }
      part = next.get().value();
      place = next.get().keyPlace();
    }
    return place;
  }

  private static Optional<Node.Entry> part(Node node, String step) {
    return switch (node) {
      case Node.Scalar _ -> Optional.empty();
      case Node.Mapping mapping -> Optional.ofNullable(mapping.entries().get(step));
      case Node.Sequence sequence ->
          sequence.items().stream()
              .skip(step.matches("\\d{1,6}") ? Integer.parseInt(step) : sequence.items().size())
              .findFirst()
              .map(item -> new Node.Entry(item.place(), item));
    };
  }

  /** Notes that this value will not do. */
  public void refuse(String what, String remedy) {
    problems.report(place(), called + " " + what, remedy);
  }

  public boolean isMapping() {
    return node instanceof Node.Mapping;
  }

  public boolean isList() {
    return node instanceof Node.Sequence;
  }

  public Optional<YamlMapping> mapping() {
    return node instanceof Node.Mapping mapping
        ? Optional.of(new YamlMapping(mapping, problems))
        : unfit("must be a mapping of keys and values");
  }

  public Optional<String> text() {
    if (!(node instanceof Node.Scalar scalar)) {
      return unfit("must be text");
    }
    return switch (scalar.type()) {
      case TEXT ->
          scalar.text().isBlank() ? unfit("must not be blank") : Optional.of(scalar.text());
      case EMPTY -> unfit("must be text");
      case WHOLE_NUMBER, FRACTION, TRUTH ->
          unfit("must be text", "Put it in quotes: \"" + scalar.text() + "\"");
    };
  }

  /** Text turned into something better; where that fails, the remedy says what would do. */
  public <T> Optional<T> parsed(Function<String, Optional<T>> parser, String remedy) {
    return text()
        .flatMap(
            text -> {
              Optional<T> value = parser.apply(text);
              if (value.isEmpty()) {
                refuse("cannot be " + quoted(text), remedy);
              }
              return value;
            });
  }

  /** One of the names of an enum as it is written in files: {@code NEEDS_OPERATOR} stays so. */
  public <E extends Enum<E>> Optional<E> oneOf(Class<E> type, List<String> later) {
    return oneOf(type, later, Enum::name);
  }

  /** One of an enum's values under the spelling that files use for it. */
  public <E extends Enum<E>> Optional<E> oneOf(
      Class<E> type, List<String> later, Function<E, String> spelling) {
    Map<String, E> known = new LinkedHashMap<>();
    for (E constant : List.of(type.getEnumConstants())) {
      known.put(spelling.apply(constant), constant);
    }
    return text().flatMap(text -> chosen(text, known, later));
  }

  private <E> Optional<E> chosen(String text, Map<String, E> known, List<String> later) {
    E value = known.get(text);
    if (value == null && later.contains(text)) {
      refuse(
          "cannot be " + quoted(text) + ": that is not yet supported in this release",
          "Use one of " + String.join(", ", known.keySet()));
    } else if (value == null) {
      refuse("cannot be " + quoted(text), Suggestions.among(text, known.keySet()));
    }
    return Optional.ofNullable(value);
  }

  /** Text, without a word about it if it is none: for values that must not be repeated. */
  public Optional<String> textInSilence() {
    return node instanceof Node.Scalar scalar && scalar.type() == Node.Type.TEXT
        ? Optional.of(scalar.text())
        : Optional.empty();
  }

  /** Text as a message may show it: on one line, and not a page of it. */
  public static String quoted(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", "␤");
    return "'"
        + (line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…")
        + "'";
  }

  public Optional<Boolean> truth() {
    return node instanceof Node.Scalar scalar && scalar.type() == Node.Type.TRUTH
        ? Optional.of(Boolean.valueOf(scalar.text().toLowerCase(Locale.ROOT)))
        : unfit("must be true or false");
  }

  /** The items of a list. */
  public List<YamlValue> list() {
    if (!(node instanceof Node.Sequence sequence)) {
      unfit("must be a list");
      return List.of();
    }
    List<YamlValue> items = new ArrayList<>();
    for (Node item : sequence.items()) {
      items.add(new YamlValue("item " + (items.size() + 1) + " of " + called, item, problems));
    }
    return items;
  }

  /** The items of a list, or the value itself where one is written without brackets. */
  public List<YamlValue> oneOrMore() {
    return isList() ? list() : List.of(this);
  }

  /**
   * The value as JSON would have it: String, Boolean, Long, BigInteger, BigDecimal, List or Map.
   * Empty values are noted as problems and left out.
   */
  public Optional<Object> plain() {
    return switch (node) {
      case Node.Scalar scalar -> plain(scalar);
      case Node.Sequence _ ->
          Optional.of(list().stream().map(YamlValue::plain).flatMap(Optional::stream).toList());
      case Node.Mapping mapping -> Optional.of(new YamlMapping(mapping, problems).plain());
    };
  }

  private Optional<Object> plain(Node.Scalar scalar) {
    return switch (scalar.type()) {
      case TEXT -> Optional.of(scalar.text());
      case TRUTH -> truth().map(Object.class::cast);
      case WHOLE_NUMBER -> Optional.of(wholeNumber(scalar.text()));
      case FRACTION -> {
        try {
          yield Optional.of(new BigDecimal(scalar.text()));
        } catch (NumberFormatException infinite) {
          yield unfit("must be a finite number");
        }
      }
      case EMPTY -> unfit("has no value", "Write a value or remove the key");
    };
  }

  private static Object wholeNumber(String text) {
    BigInteger number =
        text.startsWith("0x")
            ? new BigInteger(text.substring(2), 16)
            : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private <T> Optional<T> unfit(String expectation) {
    return unfit(expectation, "Correct the value");
  }

  private <T> Optional<T> unfit(String expectation, String remedy) {
    refuse(expectation + ", it is " + node.called(), remedy);
    return Optional.empty();
  }
}
