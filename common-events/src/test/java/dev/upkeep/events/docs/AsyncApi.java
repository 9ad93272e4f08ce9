package dev.upkeep.events.docs;

import dev.upkeep.events.EventType;
import dev.upkeep.events.Schemas;
import dev.upkeep.events.Topic;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * {@code docs/asyncapi.yaml}: channels, messages and operations of AsyncAPI 3.0, seen from Upkeep.
 */
final class AsyncApi {
  static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .disable(YAMLWriteFeature.SPLIT_LINES)
          .build();

  private static final String SCHEMAS = "../common-events/src/main/resources/schemas/";
  private static final String TRIGGER = "trigger-requested";

  private AsyncApi() {}

  static String yaml() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("asyncapi", "3.0.0");
    root.putObject("info")
        .put("title", "Upkeep events")
        .put("version", "1.0.0")
        .put(
            "description",
            "Made from the schemas; do not edit. The prose, and how triggers are signed, is in events.md.")
        .putObject("license")
        .put("name", "Apache-2.0")
        .put("url", "https://www.apache.org/licenses/LICENSE-2.0");
    root.put("defaultContentType", "application/json");
    ObjectNode channels = root.putObject("channels");
    ObjectNode operations = root.putObject("operations");
    for (Topic topic : Topic.values()) {
      List<String> messages = messages(topic);
      if (!messages.isEmpty()) {
        channel(channels.putObject(topic.topicName()), topic, messages);
        operation(operations, topic, messages);
      }
    }
    ObjectNode components = root.putObject("components");
    components(components.putObject("messages"));
    headers(components.putObject("schemas").putObject("CloudEventHeaders"));
    return YAML.writeValueAsString(root);
  }

  private static List<String> messages(Topic topic) {
    if (topic == Topic.TRIGGERS) {
      return List.of(TRIGGER);
    }
    return Arrays.stream(EventType.values())
        .filter(type -> TopicWords.topicsOf(type).contains(topic))
        .map(EventType::fact)
        .toList();
  }

  private static void channel(ObjectNode channel, Topic topic, List<String> messages) {
    channel.put("address", topic.topicName());
    channel.put(
        "description", "%s; key: %s".formatted(TopicWords.content(topic), TopicWords.key(topic)));
    ObjectNode named = channel.putObject("messages");
    for (String message : messages) {
      named.putObject(message).put("$ref", "#/components/messages/" + message);
    }
    ObjectNode kafka = channel.putObject("bindings").putObject("kafka");
    kafka.put("topic", topic.topicName());
    kafka.put("partitions", topic.partitions());
    ObjectNode configuration = kafka.putObject("topicConfiguration");
    configuration.putArray("cleanup.policy").add(topic.compacted() ? "compact" : "delete");
    if (!topic.compacted()) {
      configuration.put("retention.ms", topic.retention().toMillis());
    }
    kafka.put("bindingVersion", "0.5.0");
  }

  private static void operation(ObjectNode operations, Topic topic, List<String> messages) {
    boolean receives = topic == Topic.TRIGGERS;
    ObjectNode operation = operations.putObject((receives ? "read-" : "tell-") + topic.topicName());
    operation.put("action", receives ? "receive" : "send");
    operation.putObject("channel").put("$ref", "#/channels/" + topic.topicName());
    ArrayNode named = operation.putArray("messages");
    for (String message : messages) {
      named
          .addObject()
          .put("$ref", "#/channels/%s/messages/%s".formatted(topic.topicName(), message));
    }
  }

  private static void components(ObjectNode messages) {
    ObjectNode trigger = messages.putObject(TRIGGER);
    trigger.put("name", "dsse");
    trigger.put("summary", Schemas.named("dsse.v1").get("description").stringValue());
    trigger.putObject("payload").put("$ref", SCHEMAS + "dsse.v1.json");
    key(trigger, Topic.TRIGGERS);
    for (EventType type : EventType.values()) {
      ObjectNode message = messages.putObject(type.fact());
      message.put("name", type.wireName());
      message.put("summary", Schemas.of(type).get("description").stringValue());
      message.putObject("headers").put("$ref", "#/components/schemas/CloudEventHeaders");
      message.putObject("correlationId").put("location", "$message.header#/ce_correlationid");
      message
          .putObject("payload")
          .put("$ref", "%s%s.v%d.json".formatted(SCHEMAS, type.fact(), type.major()));
      key(message, TopicWords.topicsOf(type).getFirst());
    }
  }

  private static void key(ObjectNode message, Topic topic) {
    ObjectNode kafka = message.putObject("bindings").putObject("kafka");
    kafka.putObject("key").put("type", "string").put("description", TopicWords.key(topic));
    kafka.put("bindingVersion", "0.5.0");
  }

  private static void headers(ObjectNode schema) {
    schema.put("type", "object");
    ArrayNode required = schema.putArray("required");
    ObjectNode properties = schema.putObject("properties");
    CloudEventHeaders.DESCRIPTIONS.forEach(
        (name, words) -> {
          if (!CloudEventHeaders.OPTIONAL.contains(name)) {
            required.add(name);
          }
          properties.putObject(name).put("type", "string").put("description", words);
        });
  }
}
