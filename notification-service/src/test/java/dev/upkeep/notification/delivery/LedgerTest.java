package dev.upkeep.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.outbox.Outbox;
import dev.upkeep.events.Event;
import dev.upkeep.events.envelope.EventEnvelope;
import dev.upkeep.notification.ChatServer;
import dev.upkeep.notification.MailServer;
import dev.upkeep.notification.News;
import dev.upkeep.notification.Notifying;
import dev.upkeep.notification.channel.Answer;
import dev.upkeep.notification.channel.Answer.Accepted;
import dev.upkeep.notification.channel.Answer.NotNow;
import dev.upkeep.notification.channel.Answer.Refused;
import dev.upkeep.notification.message.Notice;
import dev.upkeep.notification.message.Reader;
import dev.upkeep.notification.stakeholder.Addressee;
import dev.upkeep.system.Person.Language;
import dev.upkeep.system.Subscription.Channel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ledger on a real MariaDB; nobody sends here but the test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerTest {
  /** Longer than any test: a lease ends here when a test says so. */
  private static final Duration LEASE = Duration.ofHours(1);

  private static final Addressee OPS =
      new Addressee(
          "Operations", Channel.EMAIL, "ops@example.org", new Reader(Language.EN, ZoneOffset.UTC));

  private static final Clock CLOCK = Clock.fixed(News.END, ZoneOffset.UTC);

  private final MailServer mail = new MailServer();
  private final ChatServer chat = new ChatServer();
  private final News news = News.ofNewRun();
  private Notifying service;
  private ConfigurableApplicationContext context;
  private Claims claims;
  private Results results;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    service = new Notifying(folder, mail, chat);
    context = service.start();
    context.getBean(SendersLifecycle.class).stop();
    Transactions transactions = context.getBean(Transactions.class);
    claims = new Claims(jdbc(), transactions, LEASE);
    results =
        new Results(
            jdbc(), transactions, context.getBean(Outbox.class), context.getBean(Clock.class));
  }

  @AfterAll
  void stop() {
    service.close();
    mail.close();
    chat.close();
  }

  @BeforeEach
  void empty() {
    mail.mails().clear();
    jdbc().sql("DELETE FROM delivery").update();
    jdbc().sql("DELETE FROM message").update();
    jdbc().sql("DELETE FROM message_thread").update();
  }

  @Test
  void addsAnEventOnceHoweverOftenItComes() {
    EventEnvelope<Event> envelope = News.envelope(news.failed("optimize"));
    for (int i = 0; i < 5; i++) {
      add(envelope, OPS);
    }

    assertThat(ledger()).hasSize(1);
    assertThat(ledger().getFirst().state()).isEqualTo(DeliveryState.QUEUED);
  }

  @Test
  void handsADeliveryToOneSenderUntilItsLeaseEnds() {
    add(News.envelope(news.failed("optimize")), OPS);

    List<Claimed> first = claim("one");
    assertThat(first).hasSize(1);
    assertThat(first.getFirst().attempt()).isEqualTo(1);
    assertThat(first.getFirst().possibleDuplicate()).isFalse();
    assertThat(claim("two")).isEmpty();

    Claimed takenOver = takenOver("two");

    assertThat(takenOver.possibleDuplicate()).isTrue();
    assertThat(takenOver.attempt()).isEqualTo(2);
    assertThat(takenOver.delivery()).isEqualTo(first.getFirst().delivery());
    assertThat(results.write(first.getFirst(), new Accepted(), Duration.ZERO))
        .isEqualTo(Results.Written.LOST);
    assertThat(results.write(takenOver, new Accepted(), Duration.ZERO))
        .isEqualTo(Results.Written.ACCEPTED);
    assertThat(ledger().getFirst().possibleDuplicate()).isTrue();
    assertThat(ledger().getFirst().state()).isEqualTo(DeliveryState.ACCEPTED);
  }

  @Test
  void keepsWhatItsHolderRenews() {
    add(News.envelope(news.failed("optimize")), OPS);
    List<UUID> held =
        claim("one").stream().map(claimed -> claimed.delivery().deliveryId()).toList();

    leaseEnds();
    claims.renew(held, "one");
    assertThat(claim("two")).isEmpty();

    leaseEnds();
    claims.renew(held, "somebody else");
    assertThat(claim("two")).hasSize(1);
  }

  @Test
  void putsBackWhatWasNotTakenAndRemembersDoubt() {
    add(News.envelope(news.failed("optimize")), OPS);

    assertThat(
            results.write(
                claim("one").getFirst(),
                new NotNow("no answer", "wait", Optional.empty(), true),
                Duration.ofHours(1)))
        .isEqualTo(Results.Written.PUT_BACK);

    LedgerEntry entry = ledger().getFirst();
    assertThat(entry.state()).isEqualTo(DeliveryState.QUEUED);
    assertThat(entry.possibleDuplicate()).isTrue();
    assertThat(entry.problem()).isEqualTo("no answer");
    assertThat(claim("one")).isEmpty();
  }

  @Test
  void givesUpWhatIsRefusedAndWhatNoLongerMatters() {
    add(News.envelope(news.failed("optimize")), OPS);
    write(claim("one").getFirst(), new Refused("550 no such user", "correct the address"));
    assertThat(ledger().getFirst().state()).isEqualTo(DeliveryState.UNDELIVERABLE);
    assertThat(ledger().getFirst().remedy()).isEqualTo("correct the address");

    add(News.envelope(news.failed("cleanup")), OPS);
    Claimed late = claim("one").getFirst();
    assertThat(
            results.write(
                late,
                new NotNow("connection refused", "start it", Optional.empty(), false),
                Duration.ofHours(25)))
        .isEqualTo(Results.Written.UNDELIVERABLE);
    assertThat(ledger().getFirst().problem()).contains("no longer matters", "connection refused");
  }

  @Test
  void tellsTheWorldWhatBecameOfADeliveryInTheSameTransaction() {
    EventEnvelope<Event> envelope = News.envelope(news.failed("optimize"));
    add(envelope, OPS);
    write(claim("one").getFirst(), new Accepted());

    await()
        .untilAsserted(
            () ->
                assertThat(
                        jdbc()
                            .sql("SELECT COUNT(*) FROM outbox_sequence WHERE topic = :topic")
                            .param("topic", "upkeep.notifications")
                            .query(Long.class)
                            .single())
                    .isPositive());
  }

  @Test
  void sharesAHundredDeliveriesBetweenSendersWithoutHandingOneOutTwice() throws Exception {
    for (int i = 0; i < 100; i++) {
      add(News.envelope(News.ofNewRun().failed("optimize")), OPS);
    }
    Claims patient = new Claims(jdbc(), context.getBean(Transactions.class), Duration.ofHours(1));
    List<Callable<List<UUID>>> senders =
        Collections.nCopies(
            4,
            () -> {
              List<UUID> mine = new ArrayList<>();
              List<Claimed> next = patient.claim(Channel.EMAIL, "sender", 3);
              while (!next.isEmpty()) {
                next.forEach(claimed -> mine.add(claimed.delivery().deliveryId()));
                next = patient.claim(Channel.EMAIL, "sender", 3);
              }
              return mine;
            });
    List<UUID> all = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var mine : threads.invokeAll(senders)) {
        all.addAll(mine.get());
      }
    }

    Set<UUID> different = new HashSet<>(all);
    assertThat(different).hasSize(100);
    assertThat(all).hasSize(100);
  }

  @Test
  void looksForWorkByAnIndexAndNotByReadingTheLedger() {
    for (int i = 0; i < 200; i++) {
      add(News.envelope(News.ofNewRun().failed("optimize")), OPS);
    }
    jdbc().sql("UPDATE delivery SET claimable_at = NULL, state = 'ACCEPTED' LIMIT 195").update();
    jdbc().sql("ANALYZE TABLE delivery").query().listOfRows();

    // What was just moved out of the range is counted until MariaDB has purged it.
    await()
        .untilAsserted(
            () ->
                assertThat(Long.parseLong(plan().get("rows").toString())).isLessThanOrEqualTo(20));
    assertThat(plan()).containsEntry("key", "delivery_claimable").containsEntry("type", "range");
    assertThat(String.valueOf(plan().get("Extra"))).doesNotContain("filesort");
  }

  private Map<String, Object> plan() {
    return jdbc()
        .sql("EXPLAIN " + Claims.CLAIMABLE)
        .param("channel", Channel.EMAIL.name())
        .param("most", 4)
        .query()
        .singleRow();
  }

  @Test
  void findsDeliveriesByStateRunAndDoubt() {
    add(News.envelope(news.failed("optimize")), OPS);
    add(News.envelope(News.ofNewRun().failed("optimize")), OPS);
    claim("one").stream()
        .filter(claimed -> claimed.runbookRunId().equals(news.run()))
        .forEach(claimed -> write(claimed, new Accepted()));
    Ledger ledger = new Ledger(jdbc());

    assertThat(ledger.find(new Ledger.Query(DeliveryState.ACCEPTED, null, null, 10)))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.runbookRunId()).isEqualTo(news.run());
              assertThat(entry.channel()).isEqualTo("email");
              assertThat(entry.kind()).isEqualTo("task-failed");
              assertThat(entry.nextAttemptAt()).isNull();
            });
    assertThat(ledger.find(new Ledger.Query(null, news.run(), null, 10))).hasSize(1);
    assertThat(ledger.find(new Ledger.Query(null, null, true, 10))).isEmpty();
    assertThat(ledger.find(new Ledger.Query(null, null, null, 1))).hasSize(1);
  }

  @Test
  void forgetsWhatEndedLongAgoAndKeepsWhatDidNot() {
    add(News.envelope(news.failed("optimize")), OPS);
    write(claim("one").getFirst(), new Accepted());
    add(News.envelope(News.ofNewRun().failed("optimize")), OPS);
    Duration month = Duration.ofDays(30);
    var old = new OldMessages(jdbc(), context.getBean(Transactions.class), month);
    assertThat(old.purge(100)).isZero();

    for (String table : List.of("delivery", "message", "message_thread")) {
      jdbc().sql("UPDATE " + table + " SET created_at = created_at - INTERVAL 31 DAY").update();
    }
    jdbc().sql("UPDATE delivery SET ended_at = ended_at - INTERVAL 31 DAY").update();

    assertThat(old.purge(100)).isEqualTo(1);
    assertThat(ledger())
        .singleElement()
        .extracting(LedgerEntry::state)
        .isEqualTo(DeliveryState.QUEUED);
    assertThat(count("message")).isEqualTo(1);
    assertThat(count("message_thread")).isEqualTo(1);
  }

  private long count(String table) {
    return jdbc().sql("SELECT COUNT(*) FROM " + table).query(Long.class).single();
  }

  @Test
  void keepsWhatIsLongerThanItsColumn() {
    News endless = news.titled("ก".repeat(3000) + "🗄️".repeat(300));
    Addressee long1 =
        new Addressee("n".repeat(600), Channel.CHAT, "#" + "c".repeat(900), OPS.reader());

    add(News.envelope(endless.completed()), long1);

    assertThat(ledger()).hasSize(1);
  }

  @Test
  void repeatsWithTheSameIdWhatASenderSentBeforeItDiedAndSaysSo() {
    List<dev.upkeep.notification.channel.Channel> channels =
        context.getBeansOfType(dev.upkeep.notification.channel.Channel.class).values().stream()
            .toList();
    var settings = context.getBean(DeliverySettings.class);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Results dying =
          new Results(jdbc(), context.getBean(Transactions.class), (event, cause) -> {}, CLOCK) {
            @Override
            Written write(Claimed claimed, Answer answer, Duration wait) {
              throw new ProcessDied();
            }
          };
      add(News.envelope(news.failed("optimize")), OPS);
      try (Senders _ = senders("first", dying, settings, channels, threads)) {
        await().dontCatchUncaughtExceptions().until(() -> mail.mails().size() == 1);
      }
      leaseEnds();
      try (Senders _ = senders("second", results, settings, channels, threads)) {
        await().until(() -> ledger().getFirst().state() == DeliveryState.ACCEPTED);
      }
    }

    assertThat(mail.mails())
        .hasSize(2)
        .extracting(m -> m.header("Message-ID"))
        .containsOnly(mail.mails().getFirst().header("Message-ID"));
    assertThat(new Ledger(jdbc()).find(new Ledger.Query(null, null, true, 10))).hasSize(1);
  }

  private Senders senders(
      String owner,
      Results written,
      DeliverySettings settings,
      List<dev.upkeep.notification.channel.Channel> channels,
      ExecutorService threads) {
    return new Senders(
        channels,
        claims,
        new Attempts(written, settings, RandomGenerator.getDefault(), threads),
        settings,
        context.getBean(Alarm.class),
        owner,
        threads);
  }

  /** What a test throws where the process would be gone. */
  private static final class ProcessDied extends Error {
    private static final long serialVersionUID = 1;
  }

  private void write(Claimed claimed, Answer answer) {
    assertThat(results.write(claimed, answer, Duration.ZERO)).isNotEqualTo(Results.Written.LOST);
  }

  private List<Claimed> claim(String owner) {
    return claims.claim(Channel.EMAIL, owner, 10);
  }

  private Claimed takenOver(String owner) {
    leaseEnds();
    return claim(owner).getFirst();
  }

  /** Whoever holds a delivery has not been heard of for too long. */
  private void leaseEnds() {
    jdbc()
        .sql(
            "UPDATE delivery SET claimable_at = NOW(6) - INTERVAL 1 SECOND WHERE state = 'ATTEMPTING'")
        .update();
  }

  private List<LedgerEntry> ledger() {
    return new Ledger(jdbc()).find(new Ledger.Query(null, null, null, 1000));
  }

  private void add(EventEnvelope<Event> envelope, Addressee addressee) {
    Notice notice = Notice.in(envelope.event()).orElseThrow();
    Threads threads = context.getBean(Threads.class);
    Deliveries deliveries = context.getBean(Deliveries.class);
    context
        .getBean(Transactions.class)
        .inTransaction(
            () -> {
              threads.hold(
                  notice.runbookRunId(),
                  envelope.event().system(),
                  notice.runbook(),
                  Optional.of(news.title()));
              deliveries.add(
                  envelope,
                  notice,
                  threads.title(notice.runbookRunId()),
                  List.of(new Planned(addressee, Optional.empty(), Optional.empty())));
            });
  }

  private JdbcClient jdbc() {
    return context.getBean(JdbcClient.class);
  }
}
