package dev.upkeep.events.docs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The headers of an event, in words. */
final class CloudEventHeaders {
  static final Set<String> OPTIONAL = Set.of("content-type", "ce_traceparent");
  static final Map<String, String> DESCRIPTIONS = Collections.unmodifiableMap(descriptions());

  private CloudEventHeaders() {}

  private static Map<String, String> descriptions() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("content-type", "Always application/json.");
    words.put("ce_specversion", "Always 1.0.");
    words.put("ce_id", "A UUID. The same id again is the same event again.");
    words.put("ce_source", "Who says it, as in /upkeep/scheduler-service.");
    words.put("ce_type", "Which fact, in which major version: dev.upkeep.FACT.vMAJOR.");
    words.put(
        "ce_subject",
        "The maintained system, as in the data; upkeep where it is about Upkeep itself.");
    words.put("ce_time", "When the fact came to be: RFC 3339, UTC.");
    words.put(
        "ce_correlationid",
        "A UUID: the one id carried through everything that one trigger, or one due instant, caused.");
    words.put(
        "ce_sequence", "Counts the events of one key on one topic from 1, in decimal digits.");
    words.put(
        "ce_traceparent",
        "The W3C trace context of what caused the event, where there is one; malformed is ignored.");
    return words;
  }
}
