package dev.upkeep.deploy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.deploy.http.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswerWindowTest {

  private final AnswerWindow window = new AnswerWindow(3, 5);

  @Test
  void enoughGoodAnswersAreEnoughAtOnce() {
    add("gg");
    assertThat(window.isEnough()).isFalse();
    add("g");
    assertThat(window.isEnough()).isTrue();
  }

  @Test
  void whatFellOverAfterEnoughGoodAnswersIsNotWell() {
    add("gggb");
    assertThat(window.isEnough()).isFalse();
  }

  @Test
  void oldAnswersAreForgotten() {
    add("ggbbbg");
    assertThat(window.good()).isEqualTo(2);
    assertThat(window.counted()).isEqualTo(5);
    assertThat(window.isEnough()).isFalse();
  }

  @Test
  void whatFailsEverySecondTimeBecomesWellByThreeOfFiveAndNeverByFourOfFive() {
    AnswerWindow strict = new AnswerWindow(4, 5);
    for (int i = 0; i < 20; i++) {
      strict.add(i % 2 == 0 ? good() : bad());
      assertThat(strict.isEnough()).isFalse();
    }
    add("gbgbg");
    assertThat(window.isEnough()).isTrue();
  }

  private void add(String answers) {
    answers.chars().forEach(c -> window.add(c == 'g' ? good() : bad()));
  }

  private static Answer good() {
    return new Answer.Good(200, Duration.ofMillis(3));
  }

  private static Answer bad() {
    return new Answer.Wrong("it answers 500", Duration.ofMillis(3));
  }
}
