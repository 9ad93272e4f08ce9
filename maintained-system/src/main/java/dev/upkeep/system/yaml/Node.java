package dev.upkeep.system.yaml;

import java.util.List;
import java.util.Map;

/** What a file says, with the place of each part. */
sealed interface Node {

  Place place();

  /** How the part is called in a message. */
  String called();

  /** What a plain word means by the YAML 1.2 core schema; anything in quotes is text. */
  enum Type {
    TEXT("text"),
    WHOLE_NUMBER("a whole number"),
    FRACTION("a number"),
    TRUTH("true or false"),
    EMPTY("empty");

    final String called;

    Type(String called) {
      this.called = called;
    }
  }

  /** One word, number or text. */
  record Scalar(Place place, Type type, String text) implements Node {
    @Override
    public String called() {
      return type.called;
    }
  }

  /** A list. */
  record Sequence(Place place, List<Node> items) implements Node {
    @Override
    public String called() {
      return "a list";
    }
  }

  /** Keys and values in the order of the file. */
  record Mapping(Place place, Map<String, Entry> entries) implements Node {
    @Override
    public String called() {
      return "a mapping";
    }
  }

  /** One key of a mapping with its value. */
  record Entry(Place keyPlace, Node value) {}
}
