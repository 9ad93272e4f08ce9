package dev.upkeep.cli;

import java.time.ZoneId;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A run as text: the run, its tasks, their steps, and what was proved. */
final class RunText {
  private final Answer answer;
  private final ZoneId zone;

  RunText(Answer answer, ZoneId zone) {
    this.answer = answer;
    this.zone = zone;
  }

  void print(JsonNode run) {
    answer.line(
        "%s on %s: %s%s"
            .formatted(
                Answer.text(run, "title"),
                Answer.text(run, "system"),
                Answer.text(run, "state"),
                run.path("dryRun").asBoolean(false) ? " (dry run: nothing was changed)" : ""));
    answer.line(
        "run %s, due %s, by %s"
            .formatted(
                Answer.text(run, "runbookRunId"),
                Shown.instant(Answer.text(run, "scheduledFor"), zone),
                Answer.text(run, "triggeredBy")));
    reason(run, "");
    for (JsonNode task : run.path("tasks")) {
      answer.line("");
      answer.line(
          "  %s (%s on %s): %s"
              .formatted(
                  Answer.text(task, "task"),
                  Answer.text(task, "kind"),
                  Answer.text(task, "component"),
                  Answer.text(task, "state")));
      reason(task, "  ");
      for (JsonNode step : task.path("report").path("steps")) {
        answer.line(
            "    %-9s %s%s"
                .formatted(Answer.text(step, "state"), Answer.text(step, "name"), because(step)));
      }
      for (Map.Entry<String, JsonNode> proof : task.path("report").path("evidence").properties()) {
        proof(proof.getKey(), proof.getValue());
      }
    }
  }

  private void reason(JsonNode of, String indent) {
    if (of.hasNonNull("reason")) {
      answer.line(indent + "  " + Answer.text(of, "reason"));
    }
  }

  private static String because(JsonNode step) {
    return step.hasNonNull("reason") ? ": " + Answer.text(step, "reason") : "";
  }

  /** A value on the line of its name, or a line for each table (or whatever it counts by). */
  private void proof(String name, JsonNode value) {
    if (!value.isObject()) {
      answer.line("    = %s: %s".formatted(name, Shown.evidence(name, value, zone)));
      return;
    }
    answer.line("    = %s:".formatted(name));
    for (Map.Entry<String, JsonNode> row : value.properties()) {
      answer.line(
          "        %s: %s"
              .formatted(row.getKey(), Shown.evidence(row.getKey(), row.getValue(), zone)));
    }
  }
}
