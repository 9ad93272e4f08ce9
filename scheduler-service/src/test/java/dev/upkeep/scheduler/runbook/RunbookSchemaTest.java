package dev.upkeep.scheduler.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.upkeep.system.yaml.Keys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Editors must not say yes where Upkeep says no, nor the other way round. */
class RunbookSchemaTest {

  /** What takes a second key, a calendar, the system file or the catalogue to see. */
  private static final Set<String> BEYOND_A_SCHEMA =
      Set.of(
          "circle.yaml",
          "cron.yaml",
          "duplicates.yaml",
          "no-yaml.yaml",
          "one-shot.yaml",
          "parameters.yaml",
          "unknown-things.yaml",
          "unknown-system.yaml",
          "zone.yaml");

  private static final JsonNode SCHEMA = schemaNode();
  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(SCHEMA);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "weekly-database.yaml",
        "monthly-database.yaml",
        "weekly-cache.yaml",
        "weekly-performance.yaml",
        "quarterly-capacity.yaml"
      })
  void acceptsTheRunbooksThatShip(String file) throws IOException {
    String text = Files.readString(Path.of("../runbooks").resolve(file));
    assertThat(schema.validate(text, InputFormat.YAML)).isEmpty();
    assertThat(text)
        .startsWith(
            "# yaml-language-server: $schema=../scheduler-service/src/main/resources/"
                + "dev/upkeep/scheduler/runbook/runbook.schema.json\n");
  }

  @Test
  void knowsTheKeysTheReaderKnowsAndNoOther() {
    Map<String, Set<String>> ofReader =
        RunbookKeys.ALL.stream()
            .collect(
                Collectors.toMap(
                    Keys::of, k -> new HashSet<>(k.known()), (a, _) -> a, TreeMap::new));
    Map<String, Set<String>> ofSchema = new TreeMap<>();
    collect(SCHEMA, ofSchema);
    assertThat(ofSchema).isEqualTo(ofReader);
  }

  @Test
  void everyKeyIsExplainedInTheDocumentation() throws IOException {
    String page = Files.readString(Path.of("../docs/files.md"));
    for (Keys keys : RunbookKeys.ALL) {
      assertThat(keys.known())
          .as(keys.of())
          .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }
  }

  @Test
  void refusesWhatTheReaderRefusesAsFarAsASchemaCan() throws IOException {
    for (Path file : ConfigurationTest.badFiles().toList()) {
      String name = file.getFileName().toString();
      if (!BEYOND_A_SCHEMA.contains(name)) {
        assertThat(schema.validate(Files.readString(file), InputFormat.YAML)).as(name).isNotEmpty();
      }
    }
  }

  private static void collect(JsonNode node, Map<String, Set<String>> into) {
    if (node.path("title").isString() && node.has("properties")) {
      into.put(node.path("title").asString(), Set.copyOf(node.path("properties").propertyNames()));
    }
    node.values().forEach(child -> collect(child, into));
  }

  private static JsonNode schemaNode() {
    try (InputStream in = Runbook.class.getResourceAsStream("runbook.schema.json")) {
      return JsonMapper.builder().build().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
