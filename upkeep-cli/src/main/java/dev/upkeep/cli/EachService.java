package dev.upkeep.cli;

import dev.upkeep.events.envelope.EventJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The same question to every service, the answers in one list. */
final class EachService {
  private EachService() {}

  /** The rows of all services, each with the service's name. */
  static ArrayNode gather(Platform platform, String path, String field) {
    ArrayNode rows = EventJson.mapper().createArrayNode();
    for (String service : platform.services().keySet()) {
      for (JsonNode row : platform.get(service, path).path(field)) {
        ObjectNode named = EventJson.mapper().createObjectNode();
        named.put("service", service);
        named.setAll((ObjectNode) row);
        rows.add(named);
      }
    }
    return rows;
  }
}
