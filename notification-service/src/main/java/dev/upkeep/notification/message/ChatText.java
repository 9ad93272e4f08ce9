package dev.upkeep.notification.message;

import java.util.regex.Pattern;

/**
 * Text from outside made inert for Slack and what is compatible with it.
 *
 * @see <a href="https://docs.slack.dev/messaging/formatting-message-text">Formatting message
 *     text</a>
 */
final class ChatText {
  /** Not seen, takes no room, and breaks up what would otherwise be a mention or a link. */
  private static final String JOINER = "\u2060";

  private static final Pattern MENTION = Pattern.compile("@(?=\\S)");
  private static final Pattern MASS_MENTION =
      Pattern.compile("@(?=(?:channel|here|everyone|all|group)\\b)", Pattern.CASE_INSENSITIVE);
  private static final Pattern MARKDOWN_LINK = Pattern.compile("](?=[(\\[:])");

  private ChatText() {}

  /** For a mrkdwn field: no reference, no mention of anybody, no link behind other words. */
  static String escaped(String text) {
    String inert = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return MARKDOWN_LINK
        .matcher(MENTION.matcher(inert).replaceAll("@" + JOINER))
        .replaceAll("]" + JOINER);
  }

  /** For a plain_text field, which has no markup; a chat that looks for names in it finds none. */
  static String plain(String text) {
    return MASS_MENTION.matcher(text).replaceAll("@" + JOINER);
  }

  /** For a block of code, where only a backtick could end it. */
  static String code(String text) {
    return "```\n" + escaped(text.replace('`', '\'')) + "\n```";
  }

  /** Cut to what a field holds, in whole characters. */
  static String clip(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }
}
