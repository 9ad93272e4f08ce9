package dev.upkeep.notification.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.events.Event;
import dev.upkeep.events.TaskSummary.State;
import dev.upkeep.notification.News;
import dev.upkeep.notification.delivery.DeliveryState;
import dev.upkeep.notification.delivery.Planned;
import dev.upkeep.notification.delivery.Told;
import dev.upkeep.notification.message.Notice;
import dev.upkeep.notification.message.Reader;
import dev.upkeep.notification.stakeholder.Addressee;
import dev.upkeep.system.Person.Language;
import dev.upkeep.system.Subscription.Channel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TellingTest {
  private static final Addressee OPS = addressee("Operations", "ops@example.org");
  private static final Addressee DC = addressee("Document control", "dc@example.org");

  private final News news = News.ofNewRun();
  private final List<Told> told = new ArrayList<>();

  @Test
  void tellsAFirstFailureAtOnce() {
    assertThat(decide(news.failed("optimize"), OPS)).containsExactly(sent(OPS));
  }

  @Test
  void sparesThoseWhoHeardOfTheOnlyFailureAClosingThatRepeatsIt() {
    heard(news.failed("optimize"), OPS);

    List<Planned> planned = decide(singleFailure(), OPS, DC);

    assertThat(planned.get(0).supersededBecause())
        .hasValueSatisfying(
            why -> assertThat(why).contains(told.getFirst().deliveryId().toString()));
    assertThat(planned.get(1)).isEqualTo(sent(DC));
  }

  @Test
  void closesInTheSameThreadWhereMoreHappenedThanTheFailureThatWasTold() {
    heard(news.failed("optimize"), OPS);

    List<Planned> planned =
        decide(
            news.runbookFailed(
                news.summary("cleanup", State.COMPLETED, null, News.report()),
                news.summary("optimize", State.FAILED, "crashed", News.failedReport())),
            OPS);

    assertThat(planned).containsExactly(answering(told.getFirst(), OPS));
  }

  @Test
  void closesWhereTheMessageAboutTheFailureDidNotArrive() {
    heard(news.failed("optimize"), OPS, DeliveryState.UNDELIVERABLE);

    assertThat(decide(singleFailure(), OPS)).containsExactly(sent(OPS));
  }

  @Test
  void sparesTheFailureThatItsClosingOvertook() {
    heard(singleFailure(), OPS);

    assertThat(decide(news.failed("optimize"), OPS).getFirst().supersededBecause()).isPresent();
  }

  @Test
  void tellsAFailureAfterTheTaskWasRunAgain() {
    heard(singleFailure(), OPS);

    Instant later = News.END.plusSeconds(3600);
    Notice notice = Notice.in(news.failed("optimize")).orElseThrow();

    assertThat(Telling.decide(notice, later, List.of(OPS), told).getFirst().supersededBecause())
        .isEmpty();
  }

  @Test
  void tellsOnceThatAnOperatorIsNeededWhoeverSaysItFirst() {
    heard(news.taskNeedsOperator("optimize"), OPS);
    assertThat(decide(news.needsOperator("optimize"), OPS).getFirst().supersededBecause())
        .isPresent();

    told.clear();
    heard(news.needsOperator("optimize"), OPS);
    assertThat(decide(news.taskNeedsOperator("optimize"), OPS).getFirst().supersededBecause())
        .isPresent();
  }

  @Test
  void tellsAgainWhenTheSameTaskNeedsAnOperatorASecondTime() {
    heard(news.taskNeedsOperator("optimize"), OPS);
    heard(news.needsOperator("optimize"), OPS, DeliveryState.SUPERSEDED);

    assertThat(decide(news.taskNeedsOperator("optimize"), OPS).getFirst().supersededBecause())
        .isEmpty();
  }

  @Test
  void tellsOfTwoTasksThatNeedAnOperator() {
    heard(news.taskNeedsOperator("optimize"), OPS);

    assertThat(decide(news.needsOperator("cleanup"), OPS).getFirst().supersededBecause()).isEmpty();
  }

  @Test
  void tellsHowItEndedAlsoThoseWhoHeardThatSomethingWasWrong() {
    heard(news.taskNeedsOperator("optimize"), OPS);

    assertThat(decide(news.completed(), DC))
        .containsExactly(sent(DC), answering(told.getFirst(), OPS));
  }

  @Test
  void tellsOfACancellationAndOfARunThatDidNotHappen() {
    assertThat(decide(news.cancelled(), DC)).containsExactly(sent(DC));
    assertThat(decide(news.skipped(), DC)).containsExactly(sent(DC));
  }

  private Event singleFailure() {
    return news.runbookFailed(
        news.summary("optimize", State.FAILED, "crashed", News.failedReport()),
        news.summary("verify", State.NOT_STARTED, "needs optimize", null));
  }

  private List<Planned> decide(Event event, Addressee... addressees) {
    Notice notice = Notice.in(event).orElseThrow();
    return Telling.decide(notice, notice.asOf().orElse(News.END), List.of(addressees), told);
  }

  private void heard(Event event, Addressee addressee) {
    heard(event, addressee, DeliveryState.ACCEPTED);
  }

  private void heard(Event event, Addressee addressee, DeliveryState state) {
    Notice notice = Notice.in(event).orElseThrow();
    told.add(
        new Told(
            UUID.randomUUID(),
            addressee,
            notice.kind(),
            notice.taskRunId(),
            notice.asOf().orElse(News.END),
            state));
  }

  private static Planned sent(Addressee addressee) {
    return new Planned(addressee, Optional.empty(), Optional.empty());
  }

  private static Planned answering(Told before, Addressee addressee) {
    return new Planned(addressee, Optional.of(before.deliveryId()), Optional.empty());
  }

  private static Addressee addressee(String name, String address) {
    return new Addressee(name, Channel.EMAIL, address, new Reader(Language.EN, ZoneOffset.UTC));
  }
}
