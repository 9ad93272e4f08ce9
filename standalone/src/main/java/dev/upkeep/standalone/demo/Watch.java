package dev.upkeep.standalone.demo;

import dev.upkeep.cli.NextLook;
import dev.upkeep.cli.Platform;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** Watches the platform as a user would, over its HTTP API, and shows what changes. */
final class Watch {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Set<String> ENDS =
      Set.of("COMPLETED", "FAILED", "CANCELLED", "SKIPPED", "NEEDS_OPERATOR");
  private static final Set<String> DELIVERY_ENDS =
      Set.of("ACCEPTED", "UNDELIVERABLE", "SUPERSEDED");

  private final Platform platform;
  private final Terminal terminal;
  private final Map<String, String> shown = new HashMap<>();
  private final Map<String, JsonNode> ended = new HashMap<>();

  Watch(Platform platform, Terminal terminal) {
    this.platform = platform;
    this.terminal = terminal;
  }

  /** Waits until a run of each runbook has ended; empty if that takes longer than the limit. */
  Optional<List<JsonNode>> untilEnded(List<String> runbooks, Duration limit) {
    boolean all = until(limit, () -> lookAtRuns(runbooks));
    return all ? Optional.of(runbooks.stream().map(ended::get).toList()) : Optional.empty();
  }

  private boolean lookAtRuns(List<String> runbooks) {
    Set<String> waiting = new HashSet<>(runbooks);
    waiting.removeAll(ended.keySet());
    for (JsonNode summary : platform.get("/runs?limit=20").path("runs")) {
      String runbook = summary.path("runbook").asString();
      if (waiting.contains(runbook)) {
        JsonNode run = platform.get("/runs/" + summary.path("runbookRunId").asString());
        show(runbook, run);
        if (ENDS.contains(run.path("state").asString())) {
          ended.put(runbook, run);
        }
      }
    }
    return ended.keySet().containsAll(runbooks);
  }

  private void show(String runbook, JsonNode run) {
    for (JsonNode task : run.path("tasks")) {
      String line =
          "%s / %s: %s%s"
              .formatted(
                  runbook,
                  task.path("task").asString(),
                  task.path("state").asString().toLowerCase(java.util.Locale.ROOT),
                  progress(task));
      if (!line.equals(shown.put(runbook + "/" + task.path("task").asString(), line))) {
        terminal.say(line);
      }
    }
  }

  private static String progress(JsonNode task) {
    if (!task.hasNonNull("line") || !"RUNNING".equals(task.path("state").asString())) {
      return "";
    }
    return ", %.0f %%: %s"
        .formatted(task.path("fraction").asDouble(0) * 100, task.path("line").asString());
  }

  /** Waits until at least so many messages exist and none is on its way any more. */
  List<JsonNode> untilDelivered(int atLeast, Duration limit) {
    until(
        limit,
        () -> {
          List<JsonNode> all = deliveries();
          return all.size() >= atLeast
              && all.stream().allMatch(d -> DELIVERY_ENDS.contains(d.path("state").asString()));
        });
    return deliveries();
  }

  private List<JsonNode> deliveries() {
    return platform
        .get("notification-service", "/deliveries")
        .path("deliveries")
        .valueStream()
        .toList();
  }

  private static boolean until(Duration limit, BooleanSupplier reached) {
    long end = System.nanoTime() + limit.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      NextLook.after(LOOK_EVERY);
    }
    return true;
  }
}
