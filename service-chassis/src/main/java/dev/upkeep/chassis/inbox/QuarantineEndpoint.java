package dev.upkeep.chassis.inbox;

import dev.upkeep.chassis.inbox.QuarantineDesk.Settled;
import dev.upkeep.chassis.inbox.QuarantinedRecords.Kept;
import dev.upkeep.chassis.inbox.QuarantinedRecords.Listed;
import dev.upkeep.chassis.web.Needs;
import dev.upkeep.chassis.web.Problems;
import dev.upkeep.chassis.web.Reason;
import dev.upkeep.chassis.web.Role;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The quarantine, for people. Bytes are told in base64, since they may be anything. */
@RestController
final class QuarantineEndpoint {
  private static final int SHOWN = 200;
  private static final int HEADERS_SHOWN = 100;

  private final QuarantinedRecords records;
  private final QuarantineDesk desk;

  QuarantineEndpoint(QuarantinedRecords records, QuarantineDesk desk) {
    this.records = records;
    this.desk = desk;
  }

  @Needs(Role.VIEWER)
  @GetMapping("/api/v1/quarantine")
  Map<String, List<Listed>> quarantine() {
    return Map.of("records", records.waiting(SHOWN));
  }

  @Needs(Role.VIEWER)
  @GetMapping("/api/v1/quarantine/{id}")
  Map<String, Object> record(@PathVariable UUID id) {
    Kept kept = records.find(id).orElseThrow(() -> notThere(id));
    ConsumerRecord<byte[], byte[]> record = kept.record();
    List<Map<String, Object>> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      if (headers.size() < HEADERS_SHOWN) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", header.key());
        putBytes(shown, "value", header.value());
        headers.add(shown);
      }
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", id);
    answer.put("state", kept.state());
    answer.put("consumer", kept.consumer());
    answer.put("topic", record.topic());
    answer.put("partition", record.partition());
    answer.put("offset", record.offset());
    answer.put("reason", kept.objection().reason());
    answer.put("detail", kept.objection().detail());
    answer.put("headerCount", record.headers().toArray().length);
    answer.put("headers", headers);
    putBytes(answer, "key", record.key());
    putBytes(answer, "value", record.value());
    return answer;
  }

  private static void putBytes(Map<String, Object> into, String name, byte @Nullable [] bytes) {
    if (bytes != null) {
      into.put(name + "Base64", Base64.getEncoder().encodeToString(bytes));
      into.put(name + "Text", new String(bytes, StandardCharsets.UTF_8));
    }
  }

  @Needs(Role.OPERATOR)
  @PostMapping("/api/v1/quarantine/{id}/replay")
  Map<String, String> replay(@PathVariable UUID id, @RequestBody Reason reason, Principal person) {
    return answer(id, desk.replay(id, person.getName(), reason.required()));
  }

  @Needs(Role.OPERATOR)
  @PostMapping("/api/v1/quarantine/{id}/drop")
  Map<String, String> drop(@PathVariable UUID id, @RequestBody Reason reason, Principal person) {
    return answer(id, desk.drop(id, person.getName(), reason.required()));
  }

  private static Map<String, String> answer(UUID id, Settled settled) {
    return switch (settled) {
      case Settled.Done(String state) -> Map.of("id", id.toString(), "state", state);
      case Settled.NotThere ignored -> throw notThere(id);
      case Settled.NotPossible(String because) -> throw Problems.conflict(because);
    };
  }

  private static RuntimeException notThere(UUID id) {
    return Problems.notFound("no record in quarantine has the id " + id);
  }
}
