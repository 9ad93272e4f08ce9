package dev.upkeep.scheduler.trigger;

import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.outbox.RawRecords;
import dev.upkeep.chassis.web.Needs;
import dev.upkeep.chassis.web.Role;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.UnacceptableEvent;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes a signed trigger over HTTP: tells at once what is wrong with it, and otherwise puts it on
 * {@code upkeep.triggers}, byte for byte, where it is verified again like any other.
 */
@RestController
class TriggersController {

  private final Triggers triggers;
  private final RawRecords outbox;
  private final Transactions transactions;

  TriggersController(Triggers triggers, RawRecords outbox, Transactions transactions) {
    this.triggers = triggers;
    this.outbox = outbox;
    this.transactions = transactions;
  }

  /**
   * The trigger is on its way.
   *
   * @param runbookRunId the run it becomes, in a moment
   */
  record Accepted(UUID triggerId, UUID runbookRunId) {}

  @Needs(Role.OPERATOR)
  @PostMapping(path = "/api/v1/triggers", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Accepted> trigger(@RequestBody byte[] envelope) {
    Verified verified = verified(envelope);
    byte[] key = verified.trigger().system().getBytes(StandardCharsets.UTF_8);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topic.TRIGGERS.topicName(), key, envelope);
    transactions.inTransaction(() -> outbox.add(UUID.randomUUID(), record));
    return ResponseEntity.accepted()
        .body(new Accepted(verified.trigger().triggerId(), verified.runId()));
  }

  private Verified verified(byte[] envelope) {
    try {
      return triggers.verify(envelope);
    } catch (UnacceptableEvent e) {
      HttpStatus status =
          switch (e.reason()) {
            case UNTRUSTED -> HttpStatus.FORBIDDEN;
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case REFUSED -> HttpStatus.CONFLICT;
            case MALFORMED, MISPLACED, NOT_A_CLOUD_EVENT, UNKNOWN_TYPE, UNKNOWN_VERSION ->
                HttpStatus.BAD_REQUEST;
          };
      throw new ErrorResponseException(
          status, ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage())), e);
    }
  }
}
