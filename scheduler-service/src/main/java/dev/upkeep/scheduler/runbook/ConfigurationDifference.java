package dev.upkeep.scheduler.runbook;

import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.amount.Durations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a new configuration changes, to be printed and logged.
 *
 * @param lines one line for each system and runbook that is new ({@code +}), gone ({@code -}) or
 *     changed ({@code ~}), and indented lines that say what changed in it
 */
public record ConfigurationDifference(List<String> lines) {

  public ConfigurationDifference {
    lines = List.copyOf(lines);
  }

  public boolean isEmpty() {
    return lines.isEmpty();
  }

  @Override
  public String toString() {
    return lines.isEmpty() ? "nothing changed" : String.join("\n", lines);
  }

  static ConfigurationDifference between(Configuration before, Configuration after) {
    List<String> lines = new ArrayList<>();
    compare(
        "system",
        byName(before.systems(), MaintainedSystem::name),
        byName(after.systems(), MaintainedSystem::name),
        ConfigurationDifference::parts,
        lines);
    compare(
        "runbook",
        byName(before.runbooks(), Runbook::name),
        byName(after.runbooks(), Runbook::name),
        ConfigurationDifference::parts,
        lines);
    return new ConfigurationDifference(lines);
  }

  private static <T> void compare(
      String called,
      Map<String, T> before,
      Map<String, T> after,
      Function<T, Map<String, String>> parts,
      List<String> lines) {
    var names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      T old = before.get(name);
      T current = after.get(name);
      if (old == null) {
        lines.add("+ " + called + " " + name);
      } else if (current == null) {
        lines.add("- " + called + " " + name);
      } else if (!old.equals(current)) {
        lines.add("~ " + called + " " + name);
        changes(parts.apply(old), parts.apply(current), lines);
      }
    }
  }

  private static void changes(
      Map<String, String> before, Map<String, String> after, List<String> lines) {
    var keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (String key : keys) {
      String old = before.get(key);
      String current = after.get(key);
      if (!Objects.equals(old, current)) {
        lines.add(
            old == null
                ? "    + " + key + ": " + current
                : current == null
                    ? "    - " + key + ": " + old
                    : "    ~ " + key + ": " + old + " → " + current);
      }
    }
  }

  /** The parts of a system in words; passwords are references and may be shown. */
  private static Map<String, String> parts(MaintainedSystem system) {
    Map<String, String> parts = new TreeMap<>();
    parts.put("title", system.title());
    system.components().forEach((name, c) -> parts.put("component " + name, c.toString()));
    system.people().forEach(p -> parts.put("person " + p.name(), p.toString()));
    for (int i = 0; i < system.subscriptions().size(); i++) {
      parts.put("subscription " + (i + 1), system.subscriptions().get(i).toString());
    }
    return parts;
  }

  private static Map<String, String> parts(Runbook runbook) {
    Map<String, String> parts = new TreeMap<>();
    parts.put("title", runbook.title());
    parts.put("system", runbook.system());
    runbook.owner().ifPresent(owner -> parts.put("owner", owner));
    parts.put(
        "schedule",
        runbook.schedules().stream()
            .map(ConfigurationDifference::inWords)
            .collect(Collectors.joining("; ")));
    runbook.tasks().forEach(t -> parts.put("task " + t.name(), inWords(t)));
    parts.put(
        "order", runbook.tasks().stream().map(RunbookTask::name).collect(Collectors.joining(", ")));
    return parts;
  }

  private static String inWords(RunbookSchedule s) {
    return "%s, missed %s within %s, overlap %s"
        .formatted(s.schedule().describe(), s.missed().kind(), s.missed().within(), s.overlap());
  }

  private static String inWords(RunbookTask t) {
    return "%s on %s%s%s%s"
        .formatted(
            t.run(),
            t.on(),
            t.needs().isEmpty() ? "" : " after " + String.join(", ", t.needs()),
            t.with().isEmpty() ? "" : " with " + t.with(),
            t.limits().equals(Limits.DEFAULT)
                ? ""
                : ", started within %s, done within %s"
                    .formatted(
                        Durations.print(t.limits().queued()), Durations.print(t.limits().run())));
  }

  private static <T> Map<String, T> byName(Collection<T> all, Function<T, String> name) {
    Map<String, T> byName = new TreeMap<>();
    all.forEach(one -> byName.put(name.apply(one), one));
    return byName;
  }
}
