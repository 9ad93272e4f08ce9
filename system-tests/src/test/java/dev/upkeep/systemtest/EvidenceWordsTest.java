package dev.upkeep.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.notification.NotificationService;
import dev.upkeep.system.Person.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever proves something in a report is named in words that its readers speak. */
class EvidenceWordsTest {

  @ParameterizedTest
  @EnumSource(Language.class)
  void thereAreWordsInEveryLanguageForEveryNameOfEvidence(Language language) throws IOException {
    assertThat(words(language).stringPropertyNames())
        .containsAll(names().stream().map(name -> "evidence." + name).toList());
  }

  /**
   * The lists of all worker modules on the class path; their tests hold them to what is written.
   */
  private static List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    for (URL list :
        Collections.list(
            NotificationService.class
                .getClassLoader()
                .getResources("META-INF/upkeep/evidence.txt"))) {
      try (InputStream in = list.openStream()) {
        new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .forEach(names::add);
      }
    }
    assertThat(names).isNotEmpty();
    return names;
  }

  private static Properties words(Language language) throws IOException {
    Properties words = new Properties();
    try (InputStream in =
            Objects.requireNonNull(
                NotificationService.class.getResourceAsStream(
                    "message/words_%s.properties".formatted(language.tag())));
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      words.load(reader);
    }
    return words;
  }
}
