package dev.upkeep.notification.message;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.upkeep.notification.message.Message.Section;
import dev.upkeep.system.Person.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The layout of mails: logic-less Mustache templates, {@code mail.html} and {@code mail.txt}. A
 * folder of the operators may hold their own; one that cannot be used is named with its remedy and
 * the shipped one is used, because a broken template must not keep news from anybody.
 */
public final class Templates {
  private static final Logger log = LoggerFactory.getLogger(Templates.class);
  private static final long MOST_BYTES = 256 * 1024L;
  private static final Message SAMPLE =
      new Message(
          Language.EN,
          Message.Tone.NEUTRAL,
          "subject",
          "headline",
          List.of("paragraph"),
          List.of(
              new Section(
                  "section",
                  List.of(new Message.Fact("label", "value")),
                  List.of(
                      new Message.Table("table", List.of("column"), List.of(List.of("cell")))))),
          List.of("footer"));

  private final Template html;
  private final Template text;

  private Templates(Template html, Template text) {
    this.html = html;
    this.text = text;
  }

  /** The templates as shipped. */
  public static Templates shipped() {
    return new Templates(shipped("mail.html", true), shipped("mail.txt", false));
  }

  /** Those of the folder where it has usable ones, otherwise those as shipped. */
  public static Templates in(Path folder) {
    return new Templates(
        own(folder, "mail.html", true).orElseGet(() -> shipped("mail.html", true)),
        own(folder, "mail.txt", false).orElseGet(() -> shipped("mail.txt", false)));
  }

  public MailText mail(Message message) {
    Map<String, Object> values = values(message);
    return new MailText(message.subject(), text.execute(values), html.execute(values));
  }

  private static Optional<Template> own(Path folder, String name, boolean escape) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IOException("it is larger than " + MOST_BYTES + " bytes");
      }
      Template template = compile(Files.readString(file), escape);
      template.execute(values(SAMPLE));
      return Optional.of(template);
    } catch (IOException | MustacheException e) {
      log.error(
          "The template {} cannot be used: {}. The shipped one is used instead; correct the file"
              + " and start the service again.",
          file,
          e.getMessage());
      return Optional.empty();
    }
  }

  private static Template shipped(String name, boolean escape) {
    try (InputStream in = Templates.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      return compile(new String(in.readAllBytes(), StandardCharsets.UTF_8), escape);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  /** A name that is not in {@link #values} is a mistake in the template, and is told as one. */
  private static Template compile(String source, boolean escape) {
    return Mustache.compiler().escapeHTML(escape).strictSections(true).compile(source);
  }

  /** What templates may name. */
  private static Map<String, Object> values(Message message) {
    Phrases phrases = Phrases.in(message.language());
    String tone = message.tone().name().toLowerCase(Locale.ROOT);
    return Map.of(
        "language", message.language().tag(),
        "tone", tone,
        "tone-word", phrases.say("tone." + tone),
        "accent", accent(message.tone()),
        "subject", message.subject(),
        "headline", message.headline(),
        "paragraphs", message.paragraphs(),
        "sections", message.sections().stream().map(Templates::section).toList(),
        "footer", message.footer());
  }

  private static Map<String, Object> section(Section section) {
    return Map.of(
        "title", section.title(),
        "has-facts", !section.facts().isEmpty(),
        "facts",
            section.facts().stream()
                .map(fact -> Map.of("label", fact.label(), "value", fact.value()))
                .toList(),
        "tables",
            section.tables().stream()
                .map(
                    table ->
                        Map.of(
                            "title", table.title(),
                            "columns", table.columns(),
                            "rows",
                                table.rows().stream().map(cells -> Map.of("cells", cells)).toList(),
                            "text", TextTable.of(table)))
                .toList());
  }

  /**
   * At least 4.5 : 1 against both a white and a black ground would be grey: so it is only a bar.
   */
  private static String accent(Message.Tone tone) {
    return switch (tone) {
      case GOOD -> "#1a7f37";
      case BAD -> "#c62828";
      case ATTENTION -> "#b26a00";
      case NEUTRAL -> "#57606a";
    };
  }
}
