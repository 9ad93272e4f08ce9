package dev.upkeep.events.docs;

import dev.upkeep.events.EventType;
import dev.upkeep.events.Golden;
import dev.upkeep.events.Schemas;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.UnacceptableEvent;
import dev.upkeep.events.trigger.Dsse;
import dev.upkeep.events.trigger.TestKeys;
import dev.upkeep.events.trigger.TriggerKeys;
import dev.upkeep.events.trigger.TriggerRecords;
import dev.upkeep.events.trigger.TriggerRequested;
import dev.upkeep.events.trigger.Triggers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * {@code docs/events.md}: the prose of the template with everything that can be known filled in.
 */
final class EventDocs {
  static final String COMMAND =
      "./mvnw -pl common-events test -Dtest=EventDocsTest -Dupkeep.docs.write=true";

  private static final Path TEMPLATE = Path.of("src/test/resources/docs/events.md");
  private static final Path SCRIPT = Path.of("../docs/examples/publish-trigger.sh");
  private static final String SCHEMAS = "../common-events/src/main/resources/schemas/";
  private static final String GOLDEN = "../common-events/src/test/resources/golden/";

  private EventDocs() {}

  static String markdown() {
    String text = read(TEMPLATE);
    for (var value : values().entrySet()) {
      String marker = "{{" + value.getKey() + "}}";
      if (!text.contains(marker)) {
        throw new AssertionError("the template does not use " + marker);
      }
      text = text.replace(marker, value.getValue());
    }
    if (text.contains("{{")) {
      throw new AssertionError(
          "the template asks for what is not known: " + text.substring(text.indexOf("{{")));
    }
    return text;
  }

  private static Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("command", COMMAND);
    values.put("trigger-max-bytes", Integer.toString(TriggerRecords.MAX_BYTES));
    values.put("max-life", Long.toString(TriggerRequested.MAX_LIFE.toMinutes()));
    values.put("max-ahead", Long.toString(TriggerRequested.MAX_AHEAD.toSeconds()));
    values.put("dead-letter-days", Long.toString(Topic.DEAD_LETTER_RETENTION.toDays()));
    values.put("payload-type", Dsse.TRIGGER);
    values.put("payload-type-length", Integer.toString(Dsse.TRIGGER.length()));
    values.put("trigger-fields", fields(Schemas.named("trigger-requested.v1")));
    values.put("dsse-fields", fields(Schemas.named("dsse.v1")));
    values.put("signature-fields", fields(Schemas.named("dsse.v1").at("/$defs/Signature")));
    values.put("script", read(SCRIPT));
    values.putAll(example());
    values.put("topics", topics());
    values.put("headers", headers());
    values.putAll(golden(Golden.of(EventType.MAINTENANCE_PROGRESSED)));
    values.put("reasons", reasons());
    values.put("events", events());
    values.put("shared", shared());
    return values;
  }

  private static Map<String, String> example() {
    Dsse envelope = TriggerKeys.sign(Triggers.example(), TestKeys.pair());
    byte[] pae = Dsse.preAuthenticationEncoding(Dsse.TRIGGER, envelope.body());
    Map<String, String> values = new LinkedHashMap<>();
    values.put("example-key-id", TestKeys.KEY_ID);
    values.put("example-private-key", read(TestKeys.PRIVATE));
    values.put("example-public-key", read(TestKeys.PUBLIC));
    values.put("example-body-length", Integer.toString(envelope.body().length));
    values.put("example-body", utf8(envelope.body()));
    values.put(
        "example-pae-head",
        utf8(pae).substring(0, utf8(pae).indexOf('{')).strip() + " {\"triggerId\"…");
    values.put("example-pae-length", Integer.toString(pae.length));
    values.put("example-pae-sha256", sha256(pae));
    values.put("example-envelope", utf8(TriggerRecords.value(envelope)));
    return values;
  }

  private static Map<String, String> golden(Golden golden) {
    return Map.of(
        "golden-type", golden.type().wireName(),
        "golden-headers",
            golden.headers().entrySet().stream()
                .map(header -> header.getKey() + "=" + header.getValue())
                .collect(Collectors.joining(",")),
        "golden-key", golden.key(),
        "golden-data", golden.data().toPrettyString());
  }

  private static String topics() {
    StringBuilder table =
        new StringBuilder(
            "| topic | what stands there | key | partitions | kept | compacted |\n|---|---|---|---|---|---|\n");
    for (Topic topic : Topic.values()) {
      table.append(
          "| `%s` | %s | %s | %d | %d days | %s |\n"
              .formatted(
                  topic.topicName(),
                  TopicWords.content(topic),
                  TopicWords.key(topic),
                  topic.partitions(),
                  topic.retention().toDays(),
                  topic.compacted() ? "yes" : "no"));
    }
    return table.toString().strip();
  }

  private static String headers() {
    StringBuilder table = new StringBuilder("| header | needed | what it says |\n|---|---|---|\n");
    CloudEventHeaders.DESCRIPTIONS.forEach(
        (name, words) ->
            table.append(
                "| `%s` | %s | %s |\n"
                    .formatted(
                        name, CloudEventHeaders.OPTIONAL.contains(name) ? "no" : "yes", words)));
    return table.toString().strip();
  }

  private static String reasons() {
    return Arrays.stream(UnacceptableEvent.Reason.values())
        .map(reason -> "- `%s`: %s".formatted(reason, TopicWords.reason(reason)))
        .collect(Collectors.joining("\n"));
  }

  private static String events() {
    return Arrays.stream(EventType.values())
        .map(EventDocs::event)
        .collect(Collectors.joining("\n\n"));
  }

  private static String event(EventType type) {
    JsonNode schema = Schemas.of(type);
    String file = "%s.v%d.json".formatted(type.fact(), type.major());
    return """
        ### %s

        %s

        `%s` on %s. [Schema](%s), [example](%s).

        %s"""
        .formatted(
            type.fact(),
            schema.get("description").stringValue(),
            type.wireName(),
            TopicWords.topicsOf(type).stream()
                .map(topic -> "`" + topic.topicName() + "`")
                .collect(Collectors.joining(", ")),
            SCHEMAS + file,
            GOLDEN + file,
            fields(schema));
  }

  private static String shared() {
    Map<String, JsonNode> records = new TreeMap<>();
    for (EventType type : EventType.values()) {
      Schemas.of(type)
          .path("$defs")
          .properties()
          .forEach(shared -> records.put(shared.getKey(), shared.getValue()));
    }
    return records.entrySet().stream()
        .map(
            shared ->
                "### %s\n\n%s%s"
                    .formatted(
                        shared.getKey(),
                        shared.getValue().get("description").stringValue(),
                        shared.getValue().has("properties")
                            ? "\n\n" + fields(shared.getValue())
                            : ""))
        .collect(Collectors.joining("\n\n"));
  }

  private static String fields(JsonNode schema) {
    List<String> required =
        schema.get("required").valueStream().map(JsonNode::stringValue).toList();
    StringBuilder table = new StringBuilder("| field | type | what it says |\n|---|---|---|\n");
    schema
        .get("properties")
        .properties()
        .forEach(
            field ->
                table.append(
                    "| `%s` | %s%s | %s |\n"
                        .formatted(
                            field.getKey(),
                            type(field.getValue()),
                            required.contains(field.getKey()) ? "" : ", optional",
                            field.getValue().get("description").stringValue())));
    return table.toString().strip();
  }

  private static String type(JsonNode schema) {
    if (schema.has("$ref")) {
      String name = schema.get("$ref").stringValue().substring("#/$defs/".length());
      // The one shared record that is only in the trigger's envelope stands right below it.
      return name.equals("Signature")
          ? "object"
          : "[%s](#%s)".formatted(name, name.toLowerCase(Locale.ROOT));
    }
    if (schema.path("type").asString("").equals("array")) {
      return "array of " + type(schema.get("items"));
    }
    if (schema.has("const")) {
      return "`%s`".formatted(schema.get("const").stringValue());
    }
    if (schema.has("enum")) {
      return "word";
    }
    return schema.path("format").asString(schema.get("type").stringValue());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
