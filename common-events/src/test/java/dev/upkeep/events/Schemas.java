package dev.upkeep.events;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The JSON Schemas that Upkeep ships, and a validator that is not ours. */
public final class Schemas {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private Schemas() {}

  public static JsonNode of(EventType type) {
    return named(type.fact() + ".v" + type.major());
  }

  public static JsonNode named(String name) {
    return Golden.resource("/schemas/%s.json".formatted(name));
  }

  /** What is wrong with a document, formats included. */
  public static List<Error> errors(JsonNode schema, JsonNode document) {
    return REGISTRY
        .getSchema(schema)
        .validate(
            document,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }
}
