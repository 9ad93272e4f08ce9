package dev.upkeep.chassis.run;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.events.envelope.EventJson;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A task's parameters: checked against its JSON Schema, and turned into its record. */
final class Parameters {
  private static final JsonMapper KEBAB =
      EventJson.mapper()
          .rebuild()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .build();

  private final Class<? extends Record> type;
  private final JsonNode schemaNode;
  private final Schema schema;

  Parameters(Task task) {
    this.type = task.parameters();
    this.schemaNode = EventJson.mapper().valueToTree(task.description().parameters());
    this.schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schemaNode);
  }

  /** What is wrong with the given parameters, for people; empty if nothing is. */
  List<String> problems(Map<String, Object> given) {
    ObjectNode complete = withDefaults(given);
    List<String> problems =
        schema.validate(complete).stream().map(Error::toString).sorted().toList();
    return problems.isEmpty() ? unreadable(complete) : problems;
  }

  private List<String> unreadable(ObjectNode complete) {
    try {
      read(complete, type);
      return List.of();
    } catch (JacksonException | IllegalArgumentException e) {
      String message = e.getMessage();
      return List.of(message == null ? e.toString() : message);
    }
  }

  /** The parameters as the task's record. */
  Record read(Map<String, Object> given) {
    return read(withDefaults(given), type);
  }

  private static <P extends Record> P read(ObjectNode complete, Class<P> type) {
    P parameters = KEBAB.treeToValue(complete, type);
    EventJson.requireComplete(parameters);
    return parameters;
  }

  private ObjectNode withDefaults(Map<String, Object> given) {
    ObjectNode complete = EventJson.mapper().createObjectNode();
    for (Map.Entry<String, JsonNode> property : schemaNode.path("properties").properties()) {
      JsonNode whenMissing = property.getValue().get("default");
      if (whenMissing != null) {
        complete.set(property.getKey(), whenMissing);
      }
    }
    given.forEach((name, value) -> complete.set(name, EventJson.mapper().valueToTree(value)));
    return complete;
  }
}
