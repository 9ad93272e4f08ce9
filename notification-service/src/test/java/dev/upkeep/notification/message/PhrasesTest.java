package dev.upkeep.notification.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.events.RunReport.StepState;
import dev.upkeep.events.TaskSummary;
import dev.upkeep.system.Person.Language;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PhrasesTest {
  private static final Pattern PLACE = Pattern.compile("\\{[a-z-]+}");

  @Test
  void saysTheSameThingsInEveryLanguage() {
    Phrases english = Phrases.in(Language.EN);
    for (Language language : Language.values()) {
      Phrases other = Phrases.in(language);
      assertThat(other.keys()).as("keys of %s", language).isEqualTo(english.keys());
      for (String key : english.keys()) {
        assertThat(places(other, key))
            .as("%s in %s", key, language)
            .isEqualTo(places(english, key));
      }
    }
  }

  @Test
  void hasAWordForEveryStateAndTone() {
    Set<String> keys = Phrases.in(Language.EN).keys();
    for (TaskSummary.State state : TaskSummary.State.values()) {
      assertThat(keys).contains("state." + state.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    for (StepState state : StepState.values()) {
      assertThat(keys).contains("step." + state.name().toLowerCase(Locale.ROOT));
    }
    for (Message.Tone tone : Message.Tone.values()) {
      assertThat(keys).contains("tone." + tone.name().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void doesNotLookAtWhatItPutsIn() {
    assertThat(Phrases.in(Language.EN).say("by-person", "name", "{title} $1 \\"))
        .isEqualTo("started by {title} $1 \\");
  }

  private static Set<String> places(Phrases phrases, String key) {
    Set<String> places = new TreeSet<>();
    PLACE
        .matcher(phrases.find(key).orElseThrow())
        .results()
        .forEach(place -> places.add(place.group()));
    return places;
  }
}
