package dev.upkeep.events.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.events.EventType;
import dev.upkeep.events.Golden;
import dev.upkeep.events.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EventDocsTest {
  private static final Path DOCS = Path.of("../docs");

  @Test
  void eventsMdSaysWhatTheSchemasSay() throws IOException {
    isUpToDate(DOCS.resolve("events.md"), EventDocs.markdown());
  }

  @Test
  void asyncApiYamlSaysWhatTheSchemasSay() throws IOException {
    isUpToDate(DOCS.resolve("asyncapi.yaml"), AsyncApi.yaml());
  }

  @Test
  void everyLinkOfEventsMdLeadsSomewhere() {
    List<String> broken = new ArrayList<>();
    String text = EventDocs.markdown();
    Set<String> headings =
        text.lines()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
            .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
            .collect(Collectors.toSet());
    var links = Pattern.compile("\\]\\(([^)]+)\\)").matcher(text);
    while (links.find()) {
      String link = links.group(1);
      boolean leads =
          link.startsWith("https://")
              || (link.startsWith("#")
                  ? headings.contains(link.substring(1).replaceFirst("-1$", ""))
                  : link.equals("asyncapi.yaml") || Files.exists(DOCS.resolve(link)));
      if (!leads) {
        broken.add(link);
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void asyncApiYamlIsADocumentOfItsStandardWhoseReferencesLeadSomewhere() {
    JsonNode document = AsyncApi.YAML.readTree(AsyncApi.yaml());

    assertThat(document.get("asyncapi").stringValue()).isEqualTo("3.0.0");
    assertThat(document.at("/info/title").stringValue()).isNotBlank();
    assertThat(document.at("/info/version").stringValue()).isNotBlank();
    for (String reference : document.findValuesAsString("$ref")) {
      if (reference.startsWith("#")) {
        assertThat(document.at(reference.substring(1)).isObject()).as(reference).isTrue();
      } else {
        assertThat(DOCS.resolve(reference)).isRegularFile();
      }
    }
    for (JsonNode channel : document.get("channels")) {
      assertThat(Topic.named(channel.get("address").stringValue())).isPresent();
    }
    for (JsonNode operation : document.get("operations")) {
      assertThat(operation.get("action").stringValue()).isIn("send", "receive");
    }
    assertThat(document.at("/components/messages").propertyNames())
        .hasSize(EventType.values().length + 1);
  }

  @Test
  void theHeadersInTheDocumentsAreTheHeadersOnTheWire() {
    assertThat(CloudEventHeaders.DESCRIPTIONS.keySet())
        .containsExactlyElementsOf(Golden.of(EventType.MAINTENANCE_DUE).headers().keySet());
  }

  private static void isUpToDate(Path file, String made) throws IOException {
    if (Boolean.getBoolean("upkeep.docs.write")) {
      Files.writeString(file, made);
    }
    assertThat(file)
        .as("%s is not what would be made now; make it again with: %s", file, EventDocs.COMMAND)
        .hasContent(made);
  }
}
