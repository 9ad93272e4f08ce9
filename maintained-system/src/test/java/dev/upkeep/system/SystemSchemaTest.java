package dev.upkeep.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.upkeep.system.yaml.Keys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Editors must not say yes where Upkeep says no, nor the other way round. */
class SystemSchemaTest {

  private static final String SCHEMA = schemaText();
  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(SCHEMA);

  @Test
  void acceptsTheExampleThatShips() throws IOException {
    String example = Files.readString(SystemFileTest.EXAMPLE);
    assertThat(schema.validate(example, InputFormat.YAML)).isEmpty();
    assertThat(example.lines().findFirst().orElseThrow())
        .isEqualTo(
            "# yaml-language-server: $schema=../maintained-system/src/main/resources/dev/upkeep/system/system.schema.json");
  }

  @Test
  void knowsTheKeysTheReaderKnowsAndNoOther() {
    Map<String, Set<String>> ofReader =
        SystemFileKeys.ALL.stream()
            .collect(
                Collectors.toMap(
                    Keys::of, k -> new HashSet<>(k.known()), (a, b) -> a, TreeMap::new));
    Map<String, Set<String>> ofSchema = new TreeMap<>();
    // JSON is YAML.
    collect(new Load(LoadSettings.builder().build()).loadFromString(SCHEMA), ofSchema);
    assertThat(ofSchema).isEqualTo(ofReader);
  }

  @Test
  void everyKeyIsExplainedInTheDocumentation() throws IOException {
    String page = Files.readString(Path.of("../docs/files.md"));
    for (Keys keys : SystemFileKeys.ALL) {
      assertThat(keys.known())
          .as(keys.of())
          .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }
  }

  @Test
  void refusesWhatTheReaderRefusesExceptWhereItTakesMoreThanOneKeyToSeeIt() throws IOException {
    Set<String> beyondASchema =
        Set.of(
            "duplicate-names.yaml",
            "nobody-to-reach.yaml",
            "two-policies.yaml",
            "keyspace.yaml",
            "two-indexes.yaml",
            "zone.yaml",
            "no-yaml.yaml",
            "credentials-in-url.yaml");
    for (Path file : SystemFileTest.badFiles().toList()) {
      String name = file.getFileName().toString();
      if (!beyondASchema.contains(name)) {
        assertThat(schema.validate(Files.readString(file), InputFormat.YAML)).as(name).isNotEmpty();
      }
    }
  }

  private static void collect(Object part, Map<String, Set<String>> into) {
    if (part instanceof Map<?, ?> map) {
      if (map.get("title") instanceof String title
          && map.get("properties") instanceof Map<?, ?> properties) {
        into.put(
            title, properties.keySet().stream().map(String::valueOf).collect(Collectors.toSet()));
      }
      map.values().forEach(value -> collect(value, into));
    }
    if (part instanceof List<?> list) {
      list.forEach(item -> collect(item, into));
    }
  }

  private static String schemaText() {
    try (InputStream in = SystemFile.class.getResourceAsStream("system.schema.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
