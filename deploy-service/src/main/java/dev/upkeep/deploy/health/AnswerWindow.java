package dev.upkeep.deploy.health;

import dev.upkeep.deploy.http.Answer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The latest answers, and whether enough of them are good. What flaps never is for long. */
final class AnswerWindow {

  private final int needed;
  private final int of;
  private final Deque<Answer> latest = new ArrayDeque<>();
  private int asked;
  private Answer lastBad = new Answer.Good(0, Duration.ZERO);

  AnswerWindow(int needed, int of) {
    this.needed = needed;
    this.of = of;
  }

  void add(Answer answer) {
    asked++;
    latest.addLast(answer);
    if (latest.size() > of) {
      latest.removeFirst();
    }
    if (!(answer instanceof Answer.Good)) {
      lastBad = answer;
    }
  }

  /** The last one must be good too: what answered well and then fell over is not well. */
  boolean isEnough() {
    return good() >= needed && latest.peekLast() instanceof Answer.Good;
  }

  int good() {
    return (int) latest.stream().filter(Answer.Good.class::isInstance).count();
  }

  int counted() {
    return latest.size();
  }

  /** All that were ever given. */
  int asked() {
    return asked;
  }

  /** The latest that is not good; a good one if all are. */
  Answer lastBad() {
    return lastBad;
  }

  /** The longest that one of the latest took. */
  Duration slowest() {
    return latest.stream().map(Answer::took).max(Duration::compareTo).orElse(Duration.ZERO);
  }
}
