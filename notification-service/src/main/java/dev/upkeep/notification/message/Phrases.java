package dev.upkeep.notification.message;

import dev.upkeep.system.Person.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of one language: {@code words_<language>.properties}, in UTF-8, with places for values
 * written {@code {name}}. A value is put in once and never looked at again, so braces inside a
 * value mean nothing.
 */
final class Phrases {
  private static final Pattern PLACE = Pattern.compile("\\{([a-z-]+)}");
  private static final Map<Language, Phrases> ALL = new EnumMap<>(Language.class);

  static {
    for (Language language : Language.values()) {
      ALL.put(language, load(language));
    }
  }

  private final Map<String, String> words;

  private Phrases(Map<String, String> words) {
    this.words = words;
  }

  static Phrases in(Language language) {
    return ALL.getOrDefault(language, load(Language.EN));
  }

  /** A phrase with its places filled by {@code name, value, name, value …}. */
  String say(String key, String... namesAndValues) {
    String phrase =
        find(key).orElseThrow(() -> new IllegalArgumentException("no words for '" + key + "'"));
    return PLACE
        .matcher(phrase)
        .replaceAll(place -> Matcher.quoteReplacement(value(key, place.group(1), namesAndValues)));
  }

  /** The phrase as it is written, if this language has it. */
  Optional<String> find(String key) {
    return Optional.ofNullable(words.get(key));
  }

  Set<String> keys() {
    return words.keySet();
  }

  private static String value(String key, String place, String... namesAndValues) {
    for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
      if (namesAndValues[i].equals(place)) {
        return namesAndValues[i + 1];
      }
    }
    throw new IllegalArgumentException("nothing to put at {" + place + "} of '" + key + "'");
  }

  private static Phrases load(Language language) {
    String name = "words_" + language.tag() + ".properties";
    try (InputStream in = Phrases.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      Properties read = new Properties();
      try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
        read.load(reader);
      }
      Map<String, String> words =
          read.stringPropertyNames().stream()
              .collect(
                  java.util.stream.Collectors.toUnmodifiableMap(key -> key, read::getProperty));
      return new Phrases(words);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
