package dev.upkeep.notification.message;

import dev.upkeep.notification.message.Message.Section;
import dev.upkeep.notification.message.Message.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A message as the JSON of a Slack-compatible incoming webhook: {@code text} for notifications and
 * for chats that know no blocks, {@code blocks} for the rest. What comes from outside stands in
 * {@code plain_text}, which has no markup, or in code.
 *
 * @see <a href="https://docs.slack.dev/reference/block-kit/blocks">Slack's blocks and their
 *     limits</a>
 */
public final class ChatMessage {
  private static final int LONGEST_HEADER = 150;
  private static final int LONGEST_SECTION = 2900;
  private static final int LONGEST_TEXT = 3500;
  private static final int MOST_BLOCKS = 48;

  private ChatMessage() {}

  /** The JSON object to send, as maps and lists. */
  public static Map<String, Object> of(Message message) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("text", text(message));
    json.put("mrkdwn", false);
    json.put("parse", "none");
    json.put("link_names", false);
    json.put("unfurl_links", false);
    json.put("unfurl_media", false);
    json.put("blocks", blocks(message));
    return json;
  }

  private static String text(Message message) {
    StringBuilder text = new StringBuilder(mark(message.tone())).append(message.subject());
    message.paragraphs().forEach(paragraph -> text.append('\n').append(paragraph));
    for (Section section : message.sections()) {
      text.append('\n').append(section.title());
      section
          .facts()
          .forEach(
              fact -> text.append("\n• ").append(fact.label()).append(": ").append(fact.value()));
    }
    return ChatText.clip(ChatText.escaped(text.toString()), LONGEST_TEXT);
  }

  private static List<Map<String, Object>> blocks(Message message) {
    List<Map<String, Object>> blocks = new ArrayList<>();
    blocks.add(
        Map.of(
            "type",
            "header",
            "text",
            plain(mark(message.tone()) + message.headline(), LONGEST_HEADER)));
    if (!message.paragraphs().isEmpty()) {
      blocks.add(section(plain(String.join("\n", message.paragraphs()), LONGEST_SECTION)));
    }
    for (Section section : message.sections()) {
      blocks.add(Map.of("type", "divider"));
      blocks.add(section(plain(facts(section), LONGEST_SECTION)));
      section.tables().forEach(table -> blocks.add(table(table)));
    }
    List<Map<String, Object>> shown =
        new ArrayList<>(blocks.subList(0, Math.min(blocks.size(), MOST_BLOCKS)));
    shown.add(
        Map.of(
            "type",
            "context",
            "elements",
            List.of(plain(String.join("\n", message.footer()), LONGEST_SECTION))));
    return shown;
  }

  private static String facts(Section section) {
    return section.facts().stream()
        .map(fact -> "\n" + fact.label() + ": " + fact.value())
        .collect(Collectors.joining("", section.title(), ""));
  }

  /** Whole rows only, so that no figure is cut in half. */
  private static Map<String, Object> table(Table table) {
    StringBuilder fitting = new StringBuilder(table.title());
    for (String line : TextTable.of(table).split("\n", -1)) {
      if (ChatText.code(fitting + "\n" + line).length() > LONGEST_SECTION) {
        fitting.append("\n…");
        break;
      }
      fitting.append('\n').append(line);
    }
    return section(
        Map.of("type", "mrkdwn", "text", ChatText.code(fitting.toString()), "verbatim", true));
  }

  private static Map<String, Object> section(Map<String, Object> text) {
    return Map.of("type", "section", "text", text);
  }

  private static Map<String, Object> plain(String text, int longest) {
    return Map.of(
        "type", "plain_text", "text", ChatText.clip(ChatText.plain(text), longest), "emoji", false);
  }

  private static String mark(Message.Tone tone) {
    return switch (tone) {
      case GOOD -> "✅ ";
      case BAD -> "❌ ";
      case ATTENTION -> "⚠️ ";
      case NEUTRAL -> "";
    };
  }
}
