package dev.upkeep.chassis.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.TestService;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class RelayLeaseTest {
  private static final Duration LENGTH = Duration.ofSeconds(5);

  @Test
  void isHeldByOneAtATimeAndEndsForItsHolderBeforeItEndsForOthers() {
    try (ConfigurableApplicationContext service = TestService.onNewSchema().start()) {
      service.getBean(Relay.class).stop();
      JdbcClient jdbc = service.getBean(JdbcClient.class);
      AtomicLong nanos = new AtomicLong();
      RelayLease first = new RelayLease(jdbc, "first", LENGTH, nanos::get);
      RelayLease second = new RelayLease(jdbc, "second", LENGTH, System::nanoTime);

      assertThat(first.acquire()).isTrue();
      assertThat(second.acquire()).isFalse();
      nanos.addAndGet(LENGTH.toNanos() / 2);
      assertThat(first.renewWhenDue()).isTrue();
      // Stopped for long: on its own clock the lease is over, whatever the database says.
      nanos.addAndGet(LENGTH.toNanos());
      assertThat(first.isHeld()).isFalse();
      assertThat(second.acquire()).isFalse();

      await().atMost(Duration.ofSeconds(30)).until(second::acquire);
      assertThat(first.renewWhenDue()).isFalse();
      assertThat(second.renewWhenDue()).isTrue();
      first.release();
      assertThat(second.renewWhenDue()).isTrue();
      second.release();
      assertThat(first.acquire()).isTrue();
    }
  }
}
