package dev.upkeep.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.upkeep.events.trigger.Dsse;
import dev.upkeep.events.trigger.TriggerRequested;
import java.io.IOException;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The schemas say what the records are, field by field, and can be used without any other file. */
class SchemasTest {
  private static final String META_SCHEMA = "https://json-schema.org/draft/2020-12/schema";
  private static final Map<Type, String> SCALARS =
      Map.of(
          String.class, "string",
          UUID.class, "uuid",
          Instant.class, "date-time",
          LocalDate.class, "date",
          int.class, "integer",
          long.class, "integer",
          Long.class, "integer",
          double.class, "number",
          boolean.class, "boolean");

  static Stream<String> names() {
    return records().keySet().stream();
  }

  private static Map<String, Class<?>> records() {
    Map<String, Class<?>> records = new TreeMap<>();
    for (EventType type : EventType.values()) {
      records.put(type.fact() + ".v" + type.major(), type.payload());
    }
    records.put("trigger-requested.v1", TriggerRequested.class);
    records.put("dsse.v1", Dsse.class);
    return records;
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasTheFieldsOfTheRecordAndOfTheRecordsWithin(String name) {
    JsonNode schema = Schemas.named(name);

    assertThat(described(schema, schema)).isEqualTo(actual(records().get(name)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void isAValidSchemaThatNeedsNoOther(String name) {
    JsonNode schema = Schemas.named(name);

    assertThat(schema.get("$schema").stringValue()).isEqualTo(META_SCHEMA);
    assertThat(metaSchema().validate(schema)).isEmpty();
    assertThat(schema.findValuesAsString("$ref")).allMatch(ref -> ref.startsWith("#/$defs/"));
    assertThat(schema.findValuesAsString("$ref"))
        .allMatch(ref -> schema.path("$defs").has(ref.substring("#/$defs/".length())));
  }

  @ParameterizedTest
  @MethodSource("names")
  void explainsEveryFieldAndIgnoresUnknownOnes(String name) {
    explains(name, Schemas.named(name));
  }

  @Test
  void sayTheSameOfASharedRecordEverywhere() {
    Map<String, JsonNode> seen = new HashMap<>();
    names()
        .flatMap(name -> Schemas.named(name).path("$defs").properties().stream())
        .forEach(
            shared -> {
              JsonNode before = seen.putIfAbsent(shared.getKey(), shared.getValue());
              assertThat(shared.getValue())
                  .as(shared.getKey())
                  .isEqualTo(before == null ? shared.getValue() : before);
            });
  }

  @Test
  void thereIsNoneForAnEventThatDoesNotExist() throws IOException {
    try (var files = Files.list(Path.of("src/main/resources/schemas"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(names().map(name -> name + ".json").toList());
    }
  }

  private static Schema metaSchema() {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(SchemaLocation.of(META_SCHEMA));
  }

  private static void explains(String where, JsonNode schema) {
    assertThat(schema.path("description").asString("")).as(where).isNotBlank();
    if (schema.path("type").asString("").equals("object")) {
      assertThat(schema.path("additionalProperties").asBoolean(false)).as(where).isTrue();
    }
    for (String group : List.of("properties", "$defs")) {
      schema
          .path(group)
          .properties()
          .forEach(field -> explains(where + "." + field.getKey(), field.getValue()));
    }
  }

  /** Field by field in order: its type, and a question mark where it may be absent. */
  private static Map<String, Object> described(JsonNode root, JsonNode schema) {
    Map<String, Object> fields = new LinkedHashMap<>();
    List<String> required =
        schema.get("required").valueStream().map(JsonNode::stringValue).toList();
    schema
        .get("properties")
        .properties()
        .forEach(
            field -> {
              String mark = required.contains(field.getKey()) ? "" : "?";
              fields.put(field.getKey() + mark, describedType(root, field.getValue()));
            });
    return fields;
  }

  private static Object describedType(JsonNode root, JsonNode schema) {
    if (schema.has("$ref")) {
      JsonNode target = root.at(schema.get("$ref").stringValue().substring(1));
      return target.has("properties") ? described(root, target) : "object";
    }
    String type = schema.get("type").stringValue();
    if (schema.has("enum")) {
      return schema.get("enum").valueStream().map(JsonNode::stringValue).toList();
    }
    return switch (type) {
      case "array" -> Map.of("array", describedType(root, schema.get("items")));
      case "string" -> schema.path("format").asString("string");
      default -> type;
    };
  }

  private static Map<String, Object> actual(Class<?> record) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (RecordComponent component : record.getRecordComponents()) {
      AnnotatedType type = component.getAnnotatedType();
      String mark = type.isAnnotationPresent(Nullable.class) ? "?" : "";
      fields.put(component.getName() + mark, actualType(type));
    }
    return fields;
  }

  private static Object actualType(AnnotatedType annotated) {
    if (annotated instanceof AnnotatedParameterizedType generic
        && generic.getType().getTypeName().startsWith("java.util.List<")) {
      return Map.of("array", actualType(generic.getAnnotatedActualTypeArguments()[0]));
    }
    Type type = annotated.getType();
    if (type instanceof Class<?> plain && plain.isEnum()) {
      return Arrays.stream(plain.getEnumConstants()).map(Object::toString).toList();
    }
    if (type instanceof Class<?> plain && plain.isRecord() && plain != Evidence.class) {
      return actual(plain);
    }
    return SCALARS.getOrDefault(type, "object");
  }
}
