package dev.upkeep.scheduler.runbook;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The two database tasks as their service announces them. */
final class TestCatalogue implements TaskKinds {

  private static final Map<String, CatalogueEntry> TASKS =
      Map.of(
          "database.optimize",
          new CatalogueEntry(
              "database.optimize",
              "db-maintenance-service",
              "upkeep.due.database",
              """
              {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                  "rebuild-when-reclaimable": {
                    "type": "string", "pattern": "^\\\\d{1,3}(\\\\.\\\\d+)?%$",
                    "description": "A percentage such as 20%."
                  },
                  "lock-wait-limit": {
                    "type": "string", "pattern": "^(\\\\d+(ms|[smhdw]))+$",
                    "description": "A duration such as 5s."
                  },
                  "tables": {"type": "array", "items": {"type": "string"}, "minItems": 1}
                }
              }
              """,
              Set.of("mariadb"),
              true),
          "database.cleanup",
          new CatalogueEntry(
              "database.cleanup",
              "db-maintenance-service",
              "upkeep.due.database",
              """
              {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                  "policies": {"type": "array", "items": {"type": "string"}},
                  "batch-rows": {
                    "type": "integer", "minimum": 1, "maximum": 100000,
                    "description": "How many rows are moved in one transaction, 1 to 100000."
                  },
                  "lock-wait-limit": {"type": "string"},
                  "optimize-afterwards": {"type": "boolean"}
                }
              }
              """,
              Set.of("mariadb"),
              true),
          "cache.review",
          new CatalogueEntry(
              "cache.review",
              "db-maintenance-service",
              "upkeep.due.database",
              """
              {"type": "object", "required": ["depth"], "properties": {"depth": {"enum": ["quick", "full"]}}}
              """,
              Set.of("redis"),
              false));

  @Override
  public Optional<CatalogueEntry> task(String kind) {
    return Optional.ofNullable(TASKS.get(kind));
  }

  @Override
  public Set<String> kinds() {
    return TASKS.keySet();
  }
}
