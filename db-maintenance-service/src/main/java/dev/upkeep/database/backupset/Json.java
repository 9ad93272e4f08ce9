package dev.upkeep.database.backupset;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Manifests and proofs as JSON; keys in kebab case, instants as text, one key a line. */
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Json() {}

  /** As it is kept. */
  public static byte[] write(Record value) {
    return (MAPPER.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads it again.
   *
   * @throws Unreadable when it is no such JSON, or lacks something
   */
  public static <T extends Record> T read(byte[] json, Class<T> type) throws Unreadable {
    try {
      T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw new Unreadable("it is empty");
      }
      for (var component : type.getRecordComponents()) {
        if (component.getAccessor().invoke(value) == null) {
          throw new Unreadable("it has no '" + component.getName() + "'");
        }
      }
      return value;
    } catch (JacksonException | NullPointerException | IllegalArgumentException e) {
      throw new Unreadable(String.valueOf(e.getMessage()).lines().findFirst().orElse("no JSON"));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record's components can be read", e);
    }
  }

  /** It is not what it should be; says why. */
  public static final class Unreadable extends Exception {
    Unreadable(String why) {
      super(why);
    }
  }
}
