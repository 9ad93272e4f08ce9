package dev.upkeep.chassis.outbox;

import static dev.upkeep.chassis.Told.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.TestService;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.outbox.Happening.Answer;
import dev.upkeep.chassis.outbox.Happening.Deleted;
import dev.upkeep.chassis.outbox.Happening.Looked;
import dev.upkeep.chassis.outbox.Happening.NotDeleted;
import dev.upkeep.chassis.outbox.Happening.NotFetched;
import dev.upkeep.chassis.outbox.Happening.Read;
import dev.upkeep.chassis.outbox.Happening.Scanned;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Fetching and deleting beside each other, with the answers in the test's hands. */
class FetchingTest {
  private static final int LARGE = 4_000_000;

  private static ConfigurableApplicationContext service;

  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final AtomicReference<String> failing = new AtomicReference<>("nothing");
  private final OutboxEntries entries =
      new OutboxEntries(
          JdbcClient.create(
              new DataSourceThatFails(
                  service.getBean(DataSource.class), sql -> sql.startsWith(failing.get()))));
  private final TableThread table = new TableThread(entries, answers::add);
  private final KeyChains chains = new KeyChains();
  private final Troubles troubles = new Troubles();
  private final Fetching fetching =
      new Fetching(table, chains, troubles, Duration.ofNanos(1_000), 0);
  private final Deleting deleting = new Deleting(table, chains, 0);

  @BeforeAll
  static void start() {
    service = TestService.onNewSchema().start();
    service.getBean(Relay.class).stop();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void empty() {
    OutboxTable.jdbc(service).sql("DELETE FROM outbox").update();
    OutboxTable.jdbc(service).sql("DELETE FROM outbox_blocked").update();
  }

  @AfterEach
  void end() {
    table.close();
  }

  @Test
  void loadsNothingOfAKeyThatWasBlockedAfterItsRowsWereLookedAt() throws Exception {
    UUID refused = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    tell(refused);
    fetch(0);
    OutboxEntry first = next(10);
    tell(refused, refused, other);
    fetching.wake(20);
    fetching.begin(20);
    Scanned scanned = answer(Scanned.class);
    entries.block(first.seq(), 5, "too large");
    chains.forgotten(first);
    fetching.forgotten(first.key());
    fetching.scanned(scanned, 30);
    fetching.read(answer(Read.class), 40);

    assertThat(next(50).key().key()).isEqualTo(other.toString());
    assertThat(chains.next(50)).isNull();
    assertThat(chains.waiting()).isZero();
  }

  @Test
  void doesNotLoadAgainWhatWasSentAndDeletedAfterItWasLookedAt() throws Exception {
    UUID key = UUID.randomUUID();
    tell(key, key);
    fetch(0);
    OutboxEntry first = next(10);
    fetching.wake(20);
    fetching.begin(20);
    acknowledged(first, 30);
    acknowledged(next(30), 30);
    deleting.begin(30);
    fetching.scanned(answer(Scanned.class), 40);
    deleting.deleted(answer(Deleted.class));

    assertThat(fetching.isUnderWay()).isFalse();
    assertThat(chains.known()).isZero();
    assertThat(OutboxTable.rows(service)).isZero();
  }

  @Test
  void looksAgainFromTheBeginningAfterARowCouldNotBeRead() throws Exception {
    UUID key = UUID.randomUUID();
    tell(UUID.randomUUID());
    fetch(0);
    tell(key, key);
    fetching.wake(0);
    fetching.begin(0);
    failing.set("SELECT o.seq, o.event_id");
    fetching.scanned(answer(Scanned.class), 10);
    assertThat(answer(NotFetched.class).failure()).hasMessageContaining("the connection is gone");
    fetching.failed(500);

    assertThat(fetching.sawEverything()).isFalse();
    fetching.begin(499);
    assertThat(fetching.isUnderWay()).isFalse();
    failing.set("nothing");
    fetch(500);
    assertThat(chains.waiting()).isEqualTo(3);
  }

  @Test
  void looksAtAFewRowsAfterIdlenessAndScansForTheOthers() throws Exception {
    UUID[] keys = Stream.generate(UUID::randomUUID).limit(Fetching.FEW + 3).toArray(UUID[]::new);
    tell(keys);
    fetching.begin(0);
    fetching.looked(answer(Looked.class), 10);

    assertThat(chains.waiting()).isEqualTo(Fetching.FEW);
    assertThat(fetching.sawEverything()).isFalse();
    assertThat(fetching.untilNext(10)).isZero();
    fetch(10);
    assertThat(Stream.of(keys).map(_ -> next(20).key().key()))
        .containsExactly(Stream.of(keys).map(UUID::toString).toArray(String[]::new));
  }

  @Test
  void loadsNoMoreBytesThanThereIsRoomForUntilSomeAreSent() throws Exception {
    int many = (int) (Fetching.MOST_BYTES / LARGE) + 4;
    tellLarge("copies", many);
    fetch(0);
    for (int i = 0; i < 4; i++) {
      fetching.wake(1);
      fetchIfItIsTime(1);
    }
    assertThat(chains.bytes()).isLessThanOrEqualTo(Fetching.MOST_BYTES);
    assertThat(fetching.sawEverything()).isFalse();

    int sent = 0;
    for (OutboxEntry next = chains.next(2); next != null; next = chains.next(2)) {
      acknowledged(next, 2);
      sent++;
      fetchIfItIsTime(2);
      assertThat(chains.bytes()).isLessThanOrEqualTo(Fetching.MOST_BYTES);
    }
    assertThat(sent).isEqualTo(many);
    assertThat(chains.bytes()).isZero();
  }

  @Test
  void leavesRowsOfATopicThatCannotBeWrittenInTheTable() throws Exception {
    tellLarge("missing", 1);
    tell(UUID.randomUUID());
    long over = troubles.met("missing", new IllegalStateException("no such topic"), 0);
    fetch(0);
    assertThat(next(1).key().topic()).isNotEqualTo("missing");
    assertThat(chains.next(1)).isNull();
    assertThat(fetching.sawEverything()).isFalse();

    fetching.wake(over);
    fetch(over);
    assertThat(next(over).key().topic()).isEqualTo("missing");
  }

  @Test
  void restsAsLongAsTheLastFetchTookAlthoughSomebodyCommitted() throws Exception {
    fetching.begin(0);
    fetching.wake(5);
    fetching.looked(answer(Looked.class), 40);
    fetching.wake(50);

    assertThat(fetching.sawEverything()).isFalse();
    assertThat(fetching.untilNext(50)).isEqualTo(30);
    fetching.begin(79);
    assertThat(fetching.isUnderWay()).isFalse();
    fetching.begin(80);
    fetching.looked(answer(Looked.class), 90);
    assertThat(fetching.sawEverything()).isTrue();
  }

  @Test
  void deletesLaterWhatCouldNotBeDeletedAndKnowsItUntilThen() throws Exception {
    UUID key = UUID.randomUUID();
    tell(key);
    fetch(0);
    acknowledged(next(10), 10);
    failing.set("DELETE");
    deleting.begin(20);
    deleting.failed(answer(NotDeleted.class), 500);

    assertThat(deleting.isDone()).isFalse();
    assertThat(chains.known()).isEqualTo(1);
    fetching.wake(30);
    fetch(30);
    assertThat(chains.next(40)).isNull();
    failing.set("nothing");
    deleting.begin(499);
    deleting.begin(500);
    deleting.deleted(answer(Deleted.class));
    assertThat(deleting.isDone()).isTrue();
    assertThat(OutboxTable.rows(service)).isZero();
  }

  private void tell(UUID... keys) {
    Outbox outbox = service.getBean(Outbox.class);
    service
        .getBean(Transactions.class)
        .inTransaction(
            () ->
                outbox.addAll(
                    List.of(keys).stream().map(key -> told(key, "any")).toList(),
                    new Cause(UUID.randomUUID(), null)));
  }

  private static void tellLarge(String topic, int many) {
    RawRecords records = service.getBean(RawRecords.class);
    service
        .getBean(Transactions.class)
        .inTransaction(
            () -> {
              for (int i = 0; i < many; i++) {
                records.add(UUID.randomUUID(), new ProducerRecord<>(topic, new byte[LARGE]));
              }
            });
  }

  private void fetchIfItIsTime(long now) throws InterruptedException {
    fetching.begin(now);
    if (fetching.isUnderWay()) {
      answerAll(now);
    }
  }

  private void fetch(long now) throws InterruptedException {
    fetching.begin(now);
    assertThat(fetching.isUnderWay()).isTrue();
    answerAll(now);
  }

  private void answerAll(long now) throws InterruptedException {
    while (fetching.isUnderWay()) {
      switch (answer(Answer.class)) {
        case Looked looked -> fetching.looked(looked, now);
        case Scanned scanned -> fetching.scanned(scanned, now);
        case Read read -> fetching.read(read, now);
        case Answer other -> throw new AssertionError(other);
      }
    }
    assertThat(fetching.isUnderWay()).isFalse();
  }

  private OutboxEntry next(long now) {
    OutboxEntry next = chains.next(now);
    assertThat(next).isNotNull();
    return next;
  }

  private void acknowledged(OutboxEntry entry, long now) {
    chains.acknowledged(entry);
    deleting.acknowledged(entry, now);
  }

  private <A extends Answer> A answer(Class<A> kind) throws InterruptedException {
    return kind.cast(answers.poll(30, TimeUnit.SECONDS));
  }
}
