package dev.upkeep.notification.message;

import dev.upkeep.system.Person.Language;
import java.util.List;

/**
 * What one reader is told, in their language and zone, before it becomes a mail or a chat message.
 * Every text is plain: whoever renders it escapes it for the target.
 *
 * @param subject one line, as it stands in a list of mails
 * @param headline the news in one sentence
 * @param paragraphs what else is to be said, in order
 * @param sections one per task or topic
 * @param footer where this comes from and how to look closer
 */
public record Message(
    Language language,
    Tone tone,
    String subject,
    String headline,
    List<String> paragraphs,
    List<Section> sections,
    List<String> footer) {

  public Message {
    paragraphs = List.copyOf(paragraphs);
    sections = List.copyOf(sections);
    footer = List.copyOf(footer);
  }

  /** What the news means for the reader; a mark beside the words, never instead of them. */
  public enum Tone {
    /** It is done. */
    GOOD,
    /** It failed. */
    BAD,
    /** A person is waited for. */
    ATTENTION,
    /** For information. */
    NEUTRAL
  }

  /** A part of a message. */
  public record Section(String title, List<Fact> facts, List<Table> tables) {
    public Section {
      facts = List.copyOf(facts);
      tables = List.copyOf(tables);
    }
  }

  /** A name and what is true of it, in readable units. */
  public record Fact(String label, String value) {}

  /** Rows of readable cells; every row is as long as the list of columns. */
  public record Table(String title, List<String> columns, List<List<String>> rows) {
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }
}
