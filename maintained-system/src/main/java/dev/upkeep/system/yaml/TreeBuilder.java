package dev.upkeep.system.yaml;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Makes nodes of the parser's events (YAML 1.2, core schema).
 *
 * <p>The engine's own composer is not used: it recurses without a limit and expands aliases. Here
 * depth is bounded, and anchors, aliases and tags are refused, so that a small file stays small and
 * a file says where it stands what it means.
 */
final class TreeBuilder {

  /** The deepest sensible file has about eight levels. */
  private static final int DEEPEST = 32;

  private static final CoreSchema SCHEMA = new CoreSchema();

  private final String file;
  private final Problems problems;
  private final Iterator<Event> events;
  private Place last;

  TreeBuilder(String file, String text, Problems problems) {
    this.file = file;
    this.problems = problems;
    this.last = Place.startOf(file);
    var settings = LoadSettings.builder().setLabel(file).setSchema(SCHEMA).build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /** The only document of the file, or nothing once the problem has been reported. */
  Optional<Node> build() {
    try {
      return document();
    } catch (Refused refused) {
      problems.report(refused.place, refused.what, refused.remedy);
    } catch (MarkedYamlEngineException wrong) {
      Place place = wrong.getProblemMark().map(this::place).orElse(last);
      problems.report(
          place,
          "this is not YAML: " + oneLine(wrong.getProblem()),
          "Check the indentation (spaces, no tabs), colons and quotes at this line and the one"
              + " before");
    } catch (ReaderException wrong) {
      problems.report(
          last,
          "the file has the character U+%04X after this place".formatted(wrong.getCodePoint()),
          "Remove it; a YAML file is text without control characters");
    } catch (YamlEngineException wrong) {
      problems.report(
          last,
          "this is not YAML: " + oneLine(String.valueOf(wrong.getMessage())),
          "Correct it after this place");
    }
    return Optional.empty();
  }

  private Optional<Node> document() {
    next();
    Event start = next();
    if (start.getEventId() == Event.ID.StreamEnd) {
      problems.report(last, "the file is empty", "Write the file or remove it");
      return Optional.empty();
    }
    Node root = node(next(), 1);
    next();
    if (next().getEventId() != Event.ID.StreamEnd) {
      throw new Refused(
          last, "a second document starts here", "Put each document into a file of its own");
    }
    return Optional.of(root);
  }

  private Node node(Event event, int depth) {
    if (event instanceof AliasEvent
        || (event instanceof NodeEvent n && n.getAnchor().isPresent())) {
      throw new Refused(last, "anchors and aliases are not used in this file", "Write it out");
    }
    if (depth > DEEPEST) {
      throw new Refused(
          last, "nested more than " + DEEPEST + " levels deep", "No key needs that; remove it");
    }
    Place place = last;
    if (event instanceof ScalarEvent scalar) {
      refuseTag(scalar.getTag());
      return new Node.Scalar(place, type(scalar), scalar.getValue());
    }
    if (event instanceof CollectionStartEvent collection) {
      refuseTag(collection.getTag());
    }
    return event.getEventId() == Event.ID.SequenceStart
        ? sequence(place, depth)
        : mapping(place, depth);
  }

  private Node sequence(Place place, int depth) {
    List<Node> items = new ArrayList<>();
    for (Event e = next(); e.getEventId() != Event.ID.SequenceEnd; e = next()) {
      items.add(node(e, depth + 1));
    }
    return new Node.Sequence(place, List.copyOf(items));
  }

  private Node mapping(Place place, int depth) {
    var entries = new LinkedHashMap<String, Node.Entry>();
    for (Event e = next(); e.getEventId() != Event.ID.MappingEnd; e = next()) {
      if (!(node(e, depth + 1) instanceof Node.Scalar key)) {
        throw new Refused(last, "a key must be one word", "Write key: value");
      }
      Node.Entry entry = new Node.Entry(key.place(), node(next(), depth + 1));
      Node.Entry first = entries.putIfAbsent(key.text(), entry);
      if (first != null) {
        problems.report(
            key.place(),
            "'" + key.text() + "' stands here twice, first in line " + first.keyPlace().line(),
            "Keep one of the two");
      }
    }
    return new Node.Mapping(place, entries);
  }

  private static Node.Type type(ScalarEvent scalar) {
    if (!scalar.isPlain()) {
      return Node.Type.TEXT;
    }
    Tag tag = SCHEMA.getScalarResolver().resolve(scalar.getValue(), true);
    if (tag.equals(Tag.INT)) {
      return Node.Type.WHOLE_NUMBER;
    }
    if (tag.equals(Tag.FLOAT)) {
      return Node.Type.FRACTION;
    }
    if (tag.equals(Tag.BOOL)) {
      return Node.Type.TRUTH;
    }
    return tag.equals(Tag.NULL) ? Node.Type.EMPTY : Node.Type.TEXT;
  }

  private void refuseTag(Optional<String> tag) {
    if (tag.isPresent()) {
      throw new Refused(last, "tags such as '" + tag.get() + "' are not used here", "Remove it");
    }
  }

  private Event next() {
    Event event = events.next();
    event.getStartMark().map(this::place).ifPresent(place -> last = place);
    return event;
  }

  private Place place(Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String oneLine(String message) {
    return message.lines().findFirst().orElse("no more is known").strip();
  }

  /** Ends the reading of a file that must not be read further. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Place place;
    private final String what;
    private final String remedy;

    Refused(Place place, String what, String remedy) {
      super(what, null, false, false);
      this.place = place;
      this.what = what;
      this.remedy = remedy;
    }
  }
}
