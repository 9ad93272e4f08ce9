package dev.upkeep.events.docs;

import dev.upkeep.events.Event;
import dev.upkeep.events.EventType;
import dev.upkeep.events.Golden;
import dev.upkeep.events.Topic;
import dev.upkeep.events.Topics;
import dev.upkeep.events.envelope.EventCodec;
import dev.upkeep.events.envelope.UnacceptableEvent;
import dev.upkeep.events.trigger.TriggerRecords;
import java.util.Arrays;
import java.util.List;

/** What is kept as names in the code, in words; the compiler asks for those that are missing. */
final class TopicWords {
  private TopicWords() {}

  static String content(Topic topic) {
    return switch (topic) {
      case TRIGGERS -> "signed triggers, to the scheduler";
      case DUE_DATABASE -> "work for db-maintenance-service";
      case DUE_DEPLOY -> "work for deploy-service";
      case DUE_LOG_SSL -> "work for log-ssl-service";
      case DUE_SECURITY -> "work for security-service";
      case RUNS -> "what became of task runs";
      case RUNBOOKS -> "what became of runbook runs";
      case FINDINGS -> "what looking brought to light";
      case INCIDENTS -> "incidents (made, but nothing is told there yet)";
      case NOTIFICATIONS -> "what became of messages to people";
      case CATALOGUE -> "which tasks exist";
    };
  }

  static String key(Topic topic) {
    return switch (topic) {
      case TRIGGERS -> "system";
      case DUE_DATABASE, DUE_DEPLOY, DUE_LOG_SSL, DUE_SECURITY, RUNS -> "task run id";
      case RUNBOOKS -> "runbook run id";
      case FINDINGS -> "finding's fingerprint";
      case INCIDENTS -> "incident id";
      case NOTIFICATIONS -> "delivery id";
      case CATALOGUE -> "kind of task";
    };
  }

  static String reason(UnacceptableEvent.Reason reason) {
    return switch (reason) {
      case NOT_A_CLOUD_EVENT -> "there is no value, or a header is missing or malformed.";
      case TOO_LARGE ->
          "the value has more than %d bytes, that of a trigger more than %d."
              .formatted(EventCodec.MAX_BYTES, TriggerRecords.MAX_BYTES);
      case UNKNOWN_TYPE -> "there is no such fact.";
      case UNKNOWN_VERSION -> "the fact is known, but not in this major version.";
      case MISPLACED ->
          "the event does not belong on this topic, under this key, or to this `ce_subject`.";
      case MALFORMED -> "the data is not the JSON that the type asks for.";
      case UNTRUSTED ->
          "a signature is missing, wrong, or by a key that is not enrolled; or the actor is another.";
      case REFUSED -> "readable, but not acceptable: expired, unknown runbook or parameter.";
    };
  }

  static List<Topic> topicsOf(EventType type) {
    Event event;
    try {
      event = EventCodec.decode(Golden.of(type).onKafka()).event();
    } catch (UnacceptableEvent e) {
      throw new AssertionError(e);
    }
    return Arrays.stream(Topic.values()).filter(topic -> Topics.allows(topic, event)).toList();
  }
}
