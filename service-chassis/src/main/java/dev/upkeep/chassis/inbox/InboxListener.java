package dev.upkeep.chassis.inbox;

import dev.upkeep.chassis.inbox.TakingIn.RefusedInside;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.BatchMessageListener;

/**
 * Hands polled records to a consumer, and judges failures: trouble of the database makes the
 * container come back with the same records for as long as it lasts; anything else is the record's
 * fault and ends, after a few tries, in quarantine. The container commits offsets after this
 * returns, so after the database's commit.
 */
final class InboxListener<M> implements BatchMessageListener<byte[], byte[]> {
  private static final Logger log = LoggerFactory.getLogger(InboxListener.class);

  private final TakingIn<M> takingIn;
  private final InboxSettings settings;
  private final InboxMeters meters;
  private final Predicate<Duration> pause;

  /**
   * A listener.
   *
   * @param pause waits for so long; answers false if the service stops meanwhile
   */
  InboxListener(
      TakingIn<M> takingIn, InboxSettings settings, InboxMeters meters, Predicate<Duration> pause) {
    this.takingIn = takingIn;
    this.settings = settings;
    this.meters = meters;
    this.pause = pause;
  }

  @Override
  public void onMessage(List<ConsumerRecord<byte[], byte[]>> records) {
    if (records.isEmpty()) {
      return;
    }
    List<Reading<M>> readings = records.stream().map(takingIn::read).toList();
    try {
      meters.count(takingIn.together(readings));
    } catch (RuntimeException | Error e) {
      comeBackIfPassing(e, records.getFirst());
      log.debug("{} takes {} records in one by one", takingIn.consumer(), records.size(), e);
      readings.forEach(this::alone);
    }
  }

  private void alone(Reading<M> reading) {
    for (int tried = 1; ; tried++) {
      try {
        meters.count(takingIn.together(List.of(reading)));
        return;
      } catch (RefusedInside e) {
        quarantine(reading.record(), Objections.of(e.refusal()));
        return;
      } catch (RuntimeException | Error e) {
        comeBackIfPassing(e, reading.record());
        if (tried >= settings.tries()) {
          log.error(
              "{} could not handle record {} of {}-{} in {} tries",
              takingIn.consumer(),
              reading.record().offset(),
              reading.record().topic(),
              reading.record().partition(),
              tried,
              e);
          quarantine(reading.record(), Objections.failing(e, tried));
          return;
        }
        if (!pause.test(settings.retryAfter())) {
          // The service stops: the record comes back at the next start.
          throw comeBack(e, reading.record());
        }
      }
    }
  }

  private void quarantine(ConsumerRecord<byte[], byte[]> record, Reading.Objection objection) {
    try {
      meters.count(takingIn.quarantine(record, objection));
    } catch (RuntimeException | Error e) {
      // A record that is neither handled nor kept must come back.
      throw comeBack(e, record);
    }
  }

  private void comeBackIfPassing(Throwable thrown, ConsumerRecord<byte[], byte[]> record) {
    if (TakingIn.isPassing(thrown)) {
      throw comeBack(thrown, record);
    }
  }

  private BatchListenerFailedException comeBack(
      Throwable thrown, ConsumerRecord<byte[], byte[]> record) {
    meters.retried();
    log.warn(
        "{} cannot take records in at the moment ({}); it comes back to record {} of {}-{}",
        takingIn.consumer(),
        thrown.toString(),
        record.offset(),
        record.topic(),
        record.partition());
    return new BatchListenerFailedException("the database made it wait", thrown, record);
  }
}
