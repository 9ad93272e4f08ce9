package dev.upkeep.notification.delivery;

import dev.upkeep.chassis.time.Pauses;
import dev.upkeep.notification.channel.Answer;
import dev.upkeep.notification.channel.Answer.NotNow;
import dev.upkeep.notification.channel.Channel;
import dev.upkeep.notification.channel.Letter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** One attempt: send, bounded in time, then write down what came of it. */
class Attempts {
  private static final Logger log = LoggerFactory.getLogger(Attempts.class);
  private static final Duration DATABASE_PAUSE = Duration.ofMillis(200);

  private final Results results;
  private final BackOff backOff;
  private final Duration limit;
  private final RandomGenerator random;
  private final ExecutorService threads;

  Attempts(
      Results results, DeliverySettings settings, RandomGenerator random, ExecutorService threads) {
    this.results = results;
    this.backOff = settings.backOff();
    this.limit = settings.attemptLimit();
    this.random = random;
    this.threads = threads;
  }

  /**
   * Sends what is held, and writes down the answer however long the database is away.
   *
   * @throws InterruptedException if it was stopped before the answer could be written down: the
   *     delivery stays ATTEMPTING, whoever finds it sends it again and says so
   */
  void attempt(Claimed claimed, Channel channel, Pauses pauses) throws InterruptedException {
    if (claimed.possibleDuplicate()) {
      log.warn(
          "Delivery {} to {} is sent again with the same id: an earlier attempt may have been"
              + " accepted.",
          claimed.delivery().deliveryId(),
          claimed.delivery().recipient());
    }
    Answer answer = send(claimed, channel);
    Duration wait =
        switch (answer) {
          case NotNow notNow -> backOff.after(claimed.attempt(), notNow.after(), random);
          case Answer.Accepted ignored -> Duration.ZERO;
          case Answer.Refused ignored -> Duration.ZERO;
        };
    while (true) {
      try {
        tell(claimed, answer, results.write(claimed, answer, wait), wait);
        return;
      } catch (DataAccessException | TransactionException e) {
        log.warn(
            "Delivery {}: the answer of the server cannot be written down yet ({}); trying again.",
            claimed.delivery().deliveryId(),
            e.getMessage());
        if (!pauses.pause(DATABASE_PAUSE)) {
          throw new InterruptedException("stopped before the answer was written down");
        }
      }
    }
  }

  private Answer send(Claimed claimed, Channel channel) throws InterruptedException {
    Letter letter;
    try {
      letter = claimed.letter();
    } catch (RuntimeException e) {
      log.error("Delivery {} cannot be written", claimed.delivery().deliveryId(), e);
      return notNow("the message cannot be written: " + e.getMessage(), false);
    }
    Future<Answer> sending = threads.submit(() -> channel.send(letter));
    try {
      return sending.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      sending.cancel(true);
      return notNow("no answer within %d s in all".formatted(limit.toSeconds()), true);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error broken) {
        throw broken;
      }
      log.error("Delivery {} cannot be sent", claimed.delivery().deliveryId(), e.getCause());
      return notNow("the channel broke: " + e.getCause(), true);
    } catch (InterruptedException e) {
      sending.cancel(true);
      throw e;
    }
  }

  private static NotNow notNow(String reason, boolean uncertain) {
    return new NotNow(
        reason, "See the log of the notification service", Optional.empty(), uncertain);
  }

  private static void tell(Claimed claimed, Answer answer, Results.Written written, Duration wait) {
    var ref = claimed.delivery();
    String what = "%s to %s".formatted(ref.channel(), ref.recipient());
    switch (written) {
      case ACCEPTED ->
          log.info(
              "Delivered: {} at attempt {}: {} (delivery {}, run {})",
              what,
              claimed.attempt(),
              ref.subject(),
              ref.deliveryId(),
              claimed.runbookRunId());
      case UNDELIVERABLE ->
          log.error(
              "Undeliverable: {}: {}. {}. (delivery {}, run {})",
              what,
              reason(answer),
              remedy(answer),
              ref.deliveryId(),
              claimed.runbookRunId());
      case PUT_BACK -> {
        // The 1st, 2nd, 4th, 8th … time: a server that is down all night is not news every minute.
        if (Integer.bitCount(claimed.attempt()) == 1) {
          log.warn(
              "Not delivered yet: {}: {}. Attempt {}; the next one in {} ms. {}. (delivery {}, run"
                  + " {})",
              what,
              reason(answer),
              claimed.attempt(),
              wait.toMillis(),
              remedy(answer),
              ref.deliveryId(),
              claimed.runbookRunId());
        }
      }
      case LOST ->
          log.warn(
              "Delivery {} was taken over by another sender while this one sent it: it may arrive"
                  + " twice, with the same id.",
              ref.deliveryId());
    }
  }

  private static String reason(Answer answer) {
    return switch (answer) {
      case Answer.Accepted ignored -> "accepted";
      case Answer.Refused refused -> refused.reason();
      case NotNow notNow -> notNow.reason();
    };
  }

  private static String remedy(Answer answer) {
    return switch (answer) {
      case Answer.Accepted ignored -> "";
      case Answer.Refused refused -> refused.remedy();
      case NotNow notNow -> notNow.remedy();
    };
  }
}
