package dev.upkeep.notification.channel;

import dev.upkeep.notification.channel.Answer.Accepted;
import dev.upkeep.notification.channel.Answer.NotNow;
import dev.upkeep.notification.channel.Answer.Refused;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What an HTTP status means for a letter.
 *
 * @see <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks">Slack's
 *     answers to incoming webhooks</a>
 */
final class HttpAnswers {
  private static final int LONGEST = 200;

  /** Longer than this nobody waits on a server's word alone. */
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final Clock clock;

  HttpAnswers(Clock clock) {
    this.clock = clock;
  }

  /** The body of an answer, read only where it is wanted. */
  @FunctionalInterface
  interface Body {
    String read() throws IOException;
  }

  Answer judged(String host, int status, Optional<String> retryAfter, Body body)
      throws IOException {
    if (status >= 200 && status < 300) {
      return new Accepted();
    }
    if (status >= 300 && status < 400) {
      return new Refused(
          "the chat at %s answered %d, a redirection, which is not followed"
              .formatted(host, status),
          "Write the webhook as the chat shows it now");
    }
    String said = said(host, status, body);
    if (status == 429 || status == 408 || status >= 500) {
      return new NotNow(
          said,
          "Nothing needs to be done if the chat takes it later",
          retryAfter.flatMap(this::wait),
          false);
    }
    return new Refused(said, "Check the webhook and the chat's name in the system file");
  }

  private static String said(String host, int status, Body body) {
    String text;
    try {
      text = body.read().replaceAll("[\\p{Cntrl}]+", " ").strip();
    } catch (IOException e) {
      text = "";
    }
    return "the chat at %s answered %d %s"
        .formatted(host, status, text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…")
        .strip();
  }

  /** Seconds, or a date (RFC 9110 §10.2.3). */
  private Optional<Duration> wait(String header) {
    Optional<Duration> wait;
    try {
      wait =
          header.strip().matches("\\d{1,9}")
              ? Optional.of(Duration.ofSeconds(Long.parseLong(header.strip())))
              : Optional.of(
                  Duration.between(
                      clock.instant(),
                      Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.strip()))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
    return wait.filter(Duration::isPositive)
        .map(named -> named.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : named);
  }
}
