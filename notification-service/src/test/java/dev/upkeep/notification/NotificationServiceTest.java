package dev.upkeep.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.events.Event;
import dev.upkeep.events.TaskSummary.State;
import dev.upkeep.events.envelope.EventEnvelope;
import dev.upkeep.notification.message.Hostile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.RejectException;

/** The whole service between a real broker, MariaDB, SMTP server and HTTP server. */
class NotificationServiceTest {
  @TempDir private Path folder;
  private final MailServer mail = new MailServer();
  private final ChatServer chat = new ChatServer();
  private final Bus bus = new Bus();
  private Notifying service;

  @BeforeEach
  void prepare() throws IOException {
    service = new Notifying(folder, mail, chat);
  }

  @AfterEach
  void stop() {
    service.close();
    bus.close();
    mail.close();
    chat.close();
  }

  @Test
  void tellsAFailureAtOnceAndClosesOnlyForThoseWhoHaveNotHeardItAll() {
    service.start();
    News news = News.ofNewRun();

    bus.tell(news.started());
    until(() -> knows(news));
    bus.tell(news.failed("optimize"));
    until(() -> states(news).equals(List.of("ACCEPTED", "ACCEPTED")));
    bus.tell(
        news.runbookFailed(
            news.summary("optimize", State.FAILED, "table crashed", News.failedReport())));

    until(
        () ->
            states(news)
                .equals(List.of("ACCEPTED", "ACCEPTED", "ACCEPTED", "SUPERSEDED", "SUPERSEDED")));
    assertThat(mailsOf(news))
        .extracting(MailServer.Mail::recipient)
        .containsExactlyInAnyOrder("ops@example.org", "dc@example.org");
    assertThat(mailsOf(news).getFirst().subject())
        .isEqualTo("[lcbp3-dms] Weekly database optimization: task optimize failed");
    assertThat(chat.posts()).hasSize(1);
    assertThat(chat.posts().getFirst().get("channel").asString()).isEqualTo("#ops");
  }

  @Test
  void keepsTheMessagesOfARunInOneThread() {
    service.start();
    News news = News.ofNewRun();

    bus.tell(news.failed("cleanup"));
    until(() -> mailsOf(news).size() == 1);
    bus.tell(news.failed("optimize"));
    until(() -> mailsOf(news).size() == 2);

    MailServer.Mail first = mailsOf(news).getFirst();
    MailServer.Mail second = mailsOf(news).getLast();
    assertThat(second.header("In-Reply-To")).isEqualTo(first.header("Message-ID"));
    assertThat(second.header("References"))
        .contains(first.header("References"))
        .contains(first.header("Message-ID"));
  }

  @Test
  void deliversOnceHoweverOftenTheEventComes() {
    service.start();
    News news = News.ofNewRun();
    EventEnvelope<Event> envelope = News.envelope(news.failed("optimize"));

    for (int i = 0; i < 5; i++) {
      bus.tell(envelope);
    }
    barrier();

    assertThat(mailsOf(news)).hasSize(1);
    assertThat(states(news)).containsExactly("ACCEPTED", "ACCEPTED");
  }

  @Test
  void deliversOnceAfterTheMailServerWasAwayAndTheChatMeanwhile() {
    service.start();
    mail.goAway();
    News news = News.ofNewRun();

    bus.tell(news.failed("optimize"));
    until(() -> chat.posts().size() == 1);
    until(() -> attempts(news) >= 3);
    assertThat(mailsOf(news)).isEmpty();
    mail.comeBack();

    until(() -> states(news).equals(List.of("ACCEPTED", "ACCEPTED")));
    assertThat(mailsOf(news)).hasSize(1);
    assertThat(possibleDuplicates(news)).isZero();
  }

  @Test
  void triesAgainWhatIsPutOffAndGivesUpWhatIsRefused() {
    service.start();
    mail.behave(
        new MailServer.Behaviour() {
          @Override
          public void recipient(String address) throws RejectException {
            throw new RejectException(450, "4.2.0 greylisted");
          }
        });
    News putOff = News.ofNewRun();
    bus.tell(putOff.failed("optimize"));
    until(() -> attempts(putOff) >= 2);
    mail.behaveWell();
    until(() -> states(putOff).equals(List.of("ACCEPTED", "ACCEPTED")));

    mail.behave(
        new MailServer.Behaviour() {
          @Override
          public void recipient(String address) throws RejectException {
            throw new RejectException(550, "5.1.1 no such user");
          }
        });
    News refused = News.ofNewRun();
    bus.tell(refused.failed("optimize"));
    until(() -> states(refused).equals(List.of("ACCEPTED", "UNDELIVERABLE")));
    assertThat(attempts(refused)).isEqualTo(1);
  }

  @Test
  void repeatsWithTheSameIdWhatAServerTookWithoutSayingSoAndListsIt() {
    CountDownLatch silence = new CountDownLatch(1);
    mail.behave(
        new MailServer.Behaviour() {
          @Override
          public void received() {
            try {
              silence.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        });
    service.with("upkeep.mail.timeout", "300ms").start();
    News news = News.ofNewRun();
    bus.tell(news.failed("optimize"));
    until(() -> mailsOf(news).size() >= 2);
    mail.behaveWell();
    silence.countDown();

    until(() -> states(news).equals(List.of("ACCEPTED", "ACCEPTED")));
    assertThat(ids(news)).hasSize(1);
    assertThat(possibleDuplicates(news)).isEqualTo(1);
  }

  @Test
  void isTakenOverByAnotherInstanceWithoutDoublingAnything() {
    mail.goAway();
    var first = service.start();
    News news = News.ofNewRun();
    bus.tell(news.failed("optimize"));
    until(() -> attempts(news) >= 1);
    first.close();
    mail.comeBack();
    service.start();

    until(() -> states(news).equals(List.of("ACCEPTED", "ACCEPTED")));
    assertThat(mailsOf(news)).hasSize(1);
    assertThat(possibleDuplicates(news)).isZero();
  }

  @Test
  void sendsEverythingOnceWithTwoInstances() {
    service.start();
    service.start();
    List<News> all = Stream.generate(News::ofNewRun).limit(30).toList();
    for (News news : all) {
      EventEnvelope<Event> envelope = News.envelope(news.failed("optimize"));
      bus.tell(envelope);
      bus.tell(envelope);
    }

    until(
        () -> all.stream().allMatch(news -> states(news).equals(List.of("ACCEPTED", "ACCEPTED"))));
    barrier();
    assertThat(mail.mails()).extracting(m -> m.header("Message-ID")).doesNotHaveDuplicates();
    all.forEach(news -> assertThat(mailsOf(news)).hasSize(1));
  }

  @Test
  void tellsOfAFailureWithinASecond() {
    service.start();
    bus.tell(News.ofNewRun().failed("warm-up"));
    until(() -> mail.mails().size() == 1);
    List<Duration> took = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      News news = News.ofNewRun();
      long told = System.nanoTime();
      bus.tell(news.failed("optimize"));
      until(() -> mailsOf(news).size() == 1);
      took.add(Duration.ofNanos(System.nanoTime() - told));
    }
    took.sort(null);
    assertThat(took.get(15)).as("median of %s", took).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void deliversHostileTextAsText() {
    service.start();
    for (String text : Hostile.TEXTS) {
      News news = News.ofNewRun().titled(text);
      bus.tell(news.started());
      bus.tell(news.failed("optimize", text, text));
      until(() -> states(news).equals(List.of("ACCEPTED", "ACCEPTED")));
      assertThat(mailsOf(news)).hasSize(1);
    }
  }

  @Test
  void saysThatAChannelIsNotSetInsteadOfForgettingTheMessage() {
    service.with("upkeep.mail.host", "").with("upkeep.chat.webhook", "").start();
    News news = News.ofNewRun();

    bus.tell(news.failed("optimize"));

    until(() -> states(news).equals(List.of("UNDELIVERABLE", "UNDELIVERABLE")));
    assertThat(
            service
                .jdbc()
                .sql("SELECT remedy FROM delivery ORDER BY channel")
                .query(String.class)
                .list())
        .satisfiesExactly(
            chatRemedy -> assertThat(chatRemedy).contains("upkeep.chat.webhook"),
            mailRemedy -> assertThat(mailRemedy).contains("upkeep.mail.host"));
  }

  @Test
  void putsNewsOfAnUnknownSystemIntoQuarantineInsteadOfForgettingIt() throws IOException {
    Files.delete(folder.resolve("lcbp3-dms.yaml"));
    service.start();
    bus.tell(News.ofNewRun().failed("optimize"));

    until(
        () ->
            service.jdbc().sql("SELECT COUNT(*) FROM quarantine").query(Long.class).single() == 1);
  }

  @Test
  void writesItsSecretsNowhere() {
    service.start();
    News news = News.ofNewRun();
    bus.tell(news.failed("optimize"));
    until(() -> states(news).equals(List.of("ACCEPTED", "ACCEPTED")));

    Set<String> said = new TreeSet<>();
    said.addAll(service.jdbc().sql("SELECT event FROM message").query(String.class).list());
    said.add(mailsOf(news).getFirst().raw());
    said.add(chat.posts().toString());
    assertThat(said).isNotEmpty().allSatisfy(text -> assertThat(text).doesNotContain("s3cr3t"));
  }

  /**
   * An event told afterwards on every partition has been dealt with, so the ones before it have.
   */
  private void barrier() {
    List<News> last = Stream.generate(News::ofNewRun).limit(12).toList();
    last.forEach(news -> bus.tell(news.failed("last")));
    until(
        () -> last.stream().allMatch(news -> states(news).equals(List.of("ACCEPTED", "ACCEPTED"))));
  }

  private boolean knows(News news) {
    return service
        .jdbc()
        .sql("SELECT title FROM message_thread WHERE runbook_run_id = :run")
        .param("run", news.run())
        .query(String.class)
        .optional()
        .isPresent();
  }

  private List<MailServer.Mail> mailsOf(News news) {
    return mail.mails().stream()
        .filter(m -> m.header("References").contains(news.run().toString()))
        .toList();
  }

  private Set<String> ids(News news) {
    return mailsOf(news).stream().map(m -> m.header("Message-ID")).collect(Collectors.toSet());
  }

  private List<String> states(News news) {
    return column(news, "state", String.class).stream().sorted().toList();
  }

  private int attempts(News news) {
    return column(news, "IF(channel = 'EMAIL', attempts, 0)", Integer.class).stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  private long possibleDuplicates(News news) {
    return column(news, "possible_duplicate", Boolean.class).stream().filter(d -> d).count();
  }

  private <T> List<T> column(News news, String expression, Class<T> type) {
    return service
        .jdbc()
        .sql(
            "SELECT "
                + expression
                + " FROM delivery JOIN message USING (message_id) WHERE runbook_run_id = :run")
        .param("run", news.run())
        .query(type)
        .list();
  }

  private static void until(Callable<Boolean> condition) {
    patiently().until(condition);
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
  }
}
