package dev.upkeep.notification.channel;

import static dev.upkeep.notification.ChatServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.notification.ChatServer;
import dev.upkeep.notification.News;
import dev.upkeep.notification.channel.Answer.Accepted;
import dev.upkeep.notification.channel.Answer.NotNow;
import dev.upkeep.notification.channel.Answer.Refused;
import dev.upkeep.notification.message.Composer;
import dev.upkeep.notification.message.Notice;
import dev.upkeep.notification.message.Reader;
import dev.upkeep.system.Person.Language;
import dev.upkeep.system.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatChannelTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Long enough for a busy machine to get as far as sending everything. */
  private static final Duration IMPATIENT = Duration.ofSeconds(2);

  private static final Clock CLOCK = Clock.fixed(News.END, ZoneOffset.UTC);

  private final ChatServer server = new ChatServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void postsToTheSharedWebhookAndSaysForWhichChat() {
    assertThat(send(server.webhook("T0/B0/s3cr3t"))).isInstanceOf(Accepted.class);

    assertThat(server.posts().getFirst().get("channel").asString()).isEqualTo("#ops");
    assertThat(server.posts().getFirst().get("text").asString())
        .contains("Weekly database optimization: task optimize failed");
  }

  @Test
  void postsToTheWebhookMadeForAChatWhereThereIsOne() {
    ChatChannel channel =
        new ChatChannel(
            new ChatSettings("", Map.of("ops", "env:OPS"), Set.of("127.0.0.1"), TIMEOUT),
            new Secrets(Map.of("OPS", server.webhook("ops"))),
            CLOCK);

    assertThat(channel.send(letter())).isInstanceOf(Accepted.class);
    assertThat(server.posts().getFirst().has("channel")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 410, 413})
  void givesUpAtOnceWhereThePostIsRefused(int status) {
    server.answering(exchange -> answer(exchange, status, "channel_not_found"));

    assertThat(send(server.webhook("s3cr3t")))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.reason()).contains(status + " channel_not_found");
              assertThat(refused.toString()).doesNotContain("s3cr3t");
            });
  }

  @Test
  void waitsAsLongAsTheServerAsks() {
    server.answering(
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "30");
          answer(exchange, 429, "rate_limited");
        });
    assertThat(waitFor(send(server.webhook("s")))).contains(Duration.ofSeconds(30));

    server.answering(
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "Sat, 21 Nov 2026 19:04:12 GMT");
          answer(exchange, 503, "");
        });
    assertThat(waitFor(send(server.webhook("s")))).contains(Duration.ofSeconds(60));

    server.answering(
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "soon");
          answer(exchange, 500, "rollup_error");
        });
    assertThat(waitFor(send(server.webhook("s")))).isEmpty();
  }

  @Test
  void doesNotFollowARedirection() {
    server.answering(
        exchange -> {
          exchange.getResponseHeaders().add("Location", server.webhook("elsewhere"));
          answer(exchange, 307, "");
        });

    assertThat(send(server.webhook("s"))).isInstanceOf(Refused.class);
    assertThat(server.posts()).hasSize(1);
  }

  @Test
  void doesNotKnowWhetherAPostArrivedThatWasNotAnswered() {
    CountDownLatch silence = new CountDownLatch(1);
    server.answering(
        exchange -> {
          try {
            silence.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });

    Answer answer = send(server.webhook("s3cr3t"), IMPATIENT);
    silence.countDown();

    assertThat(answer)
        .isInstanceOfSatisfying(
            NotNow.class,
            notNow -> {
              assertThat(notNow.uncertain()).isTrue();
              assertThat(notNow.toString()).doesNotContain("s3cr3t");
            });
  }

  @Test
  void triesLaterWhereNobodyAnswers() {
    String webhook = server.webhook("s3cr3t");
    server.close();

    assertThat(send(webhook))
        .isInstanceOfSatisfying(
            NotNow.class,
            notNow -> {
              assertThat(notNow.uncertain()).isFalse();
              assertThat(notNow.toString()).doesNotContain("s3cr3t");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/services/s3cr3t",
        "https://169.254.169.254/s3cr3t",
        "https://127.0.0.1@evil.example/s3cr3t",
        "https://user:s3cr3t@127.0.0.1/",
        "http://hooks.example/s3cr3t",
        "file:///s3cr3t",
        "s3cr3t",
        "https://s3cr3t s3cr3t/"
      })
  void callsNoHostThatIsNotAllowedAndNoneInTheOpen(String webhook) {
    assertThat(send(webhook))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.toString()).doesNotContain("s3cr3t"));
  }

  @Test
  void refusesWithARemedyWhereNoWebhookIsSet() {
    ChatChannel unset =
        new ChatChannel(
            new ChatSettings("", Map.of(), Set.of(), TIMEOUT), new Secrets(Map.of()), CLOCK);

    assertThat(unset.send(letter()))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.remedy()).contains("upkeep.chat.webhook"));
  }

  @Test
  void refusesAWebhookWrittenIntoTheSettingsWithoutRepeatingIt() {
    assertThatThrownBy(
            () ->
                new ChatSettings(
                    "https://hooks.slack.com/services/s3cr3t", Map.of(), Set.of(), TIMEOUT))
        .hasMessageContaining("env:NAME")
        .hasMessageNotContaining("s3cr3t");
  }

  private static Optional<Duration> waitFor(Answer answer) {
    assertThat(answer).isInstanceOf(NotNow.class);
    return ((NotNow) answer).after();
  }

  private static Answer send(String webhook) {
    return send(webhook, TIMEOUT);
  }

  private static Answer send(String webhook, Duration timeout) {
    try (ChatChannel channel =
        new ChatChannel(
            new ChatSettings("env:HOOK", Map.of(), Set.of("127.0.0.1", "hooks.example"), timeout),
            new Secrets(Map.of("HOOK", webhook)),
            CLOCK)) {
      return channel.send(letter());
    }
  }

  private static Letter letter() {
    News news = News.ofNewRun();
    return new Letter(
        UUID.randomUUID(),
        news.run(),
        Optional.empty(),
        "lcbp3-dms",
        "Operations",
        "#ops",
        News.END,
        new Composer(new Reader(Language.EN, ZoneOffset.UTC))
            .compose(Notice.in(news.failed("optimize")).orElseThrow(), news.title()));
  }
}
