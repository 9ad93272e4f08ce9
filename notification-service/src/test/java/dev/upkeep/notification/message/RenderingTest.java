package dev.upkeep.notification.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.events.Evidence;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.RunReport;
import dev.upkeep.notification.News;
import dev.upkeep.system.Person.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RenderingTest {
  static final List<String> texts = Hostile.TEXTS;

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("texts")
  void leavesNothingFromOutsideActiveInHtml(String hostile) {
    assertThat(tags(Templates.shipped().mail(hostile(hostile)).html()))
        .isEqualTo(tags(Templates.shipped().mail(hostile("harmless")).html()));
  }

  @ParameterizedTest
  @FieldSource("texts")
  void leavesNothingFromOutsideActiveInTheChat(String hostile) {
    String json = JsonMapper.builder().build().writeValueAsString(ChatMessage.of(hostile(hostile)));
    JsonNode message = JsonMapper.builder().build().readTree(json);

    assertThat(message.get("text").asString())
        .doesNotContain("<", ">", "@channel", "@here", "@everyone", "](");
    assertThat(message.get("link_names").asBoolean()).isFalse();
    for (JsonNode block : message.get("blocks")) {
      JsonNode text = block.get("text");
      if (text != null && text.get("type").asString().equals("mrkdwn")) {
        String code = text.get("text").asString();
        assertThat(code).startsWith("```\n").endsWith("\n```").doesNotContain("<", ">", "@channel");
        assertThat(code.substring(3, code.length() - 3)).doesNotContain("`");
      }
    }
  }

  @ParameterizedTest
  @FieldSource("texts")
  void staysWithinTheLimitsOfBlocks(String hostile) {
    JsonNode message = JsonMapper.builder().build().valueToTree(ChatMessage.of(hostile(hostile)));

    assertThat(message.get("blocks").size()).isLessThanOrEqualTo(50);
    assertThat(message.get("text").asString()).hasSizeLessThanOrEqualTo(4000);
    for (JsonNode block : message.get("blocks")) {
      if (block.get("type").asString().equals("header")) {
        assertThat(block.get("text").get("text").asString()).hasSizeLessThanOrEqualTo(150);
      } else if (block.get("type").asString().equals("section")) {
        assertThat(block.get("text").get("text").asString()).hasSizeBetween(1, 3000);
      }
    }
  }

  @Test
  void writesHtmlThatReadersAndDarkScreensUnderstand() {
    Message message = message(News.ofNewRun().failed("optimize"));
    String html = Templates.shipped().mail(message).html();

    assertThat(html)
        .contains(
            "<html lang=\"en\">",
            "<meta name=\"color-scheme\" content=\"light dark\">",
            "prefers-color-scheme: dark",
            "<th scope=\"col\"",
            "<caption")
        .doesNotContain("{{", "http://", "https://");
  }

  @Test
  void writesTheSameNewsAsPlainText() {
    Message message = message(News.ofNewRun().failed("optimize"));
    String text = Templates.shipped().mail(message).text();

    assertThat(text)
        .startsWith("Weekly database optimization: task optimize failed\n")
        .contains("\nWhy: MariaDB refused: table 'rfas' is crashed\n")
        .contains("rebuild-table/rfas  failed")
        .contains("\n-- \n");
  }

  @Test
  void usesAFoldersOwnTemplateAndTheShippedOneWhereThatIsBroken() throws IOException {
    Files.writeString(folder.resolve("mail.txt"), "OURS {{headline}}");
    Files.writeString(folder.resolve("mail.html"), "<p>{{#sections}}never closed");

    MailText mail = Templates.in(folder).mail(message(News.ofNewRun().failed("optimize")));

    assertThat(mail.text()).isEqualTo("OURS Weekly database optimization: task optimize failed");
    assertThat(mail.html()).contains("<h1");
  }

  @Test
  void usesTheShippedTemplateWhereAFoldersOwnNamesWhatDoesNotExist() throws IOException {
    Files.writeString(folder.resolve("mail.txt"), "{{password}}");

    assertThat(Templates.in(folder).mail(message(News.ofNewRun().failed("optimize"))).text())
        .startsWith("Weekly database optimization");
  }

  /** Every tag with its attributes, in order: the skeleton that text must not add to. */
  private static List<String> tags(String html) {
    return Pattern.compile("<[^>]*>").matcher(html).results().map(MatchResult::group).toList();
  }

  private static Message hostile(String text) {
    News news = News.ofNewRun().titled(text);
    Evidence evidence =
        Evidence.of(text.substring(0, Math.min(50, text.length())), text)
            .with("tables", List.of(Map.of("table", text, "name", text)))
            .with("list", List.of(text, text));
    MaintenanceFailed failed =
        new MaintenanceFailed(
            news.task(text),
            text,
            text,
            text,
            new RunReport(
                News.START, News.END, 1, List.of(), evidence, List.of(text), List.of(text)));
    return new Composer(new Reader(Language.EN, ZoneOffset.UTC))
        .compose(new Notice.TaskFailed(failed), text);
  }

  private static Message message(MaintenanceFailed failed) {
    return new Composer(new Reader(Language.EN, ZoneOffset.UTC))
        .compose(new Notice.TaskFailed(failed), "Weekly database optimization");
  }
}
