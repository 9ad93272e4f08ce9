package dev.upkeep.notification.message;

import dev.upkeep.events.RunReport;
import dev.upkeep.events.TaskSummary;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one figure worth a place in the subject line: measured, and summed over a run's tasks. */
final class Highlights {
  /** Evidence worth it, the most telling first. */
  private static final List<String> TELLING =
      List.of(
          "reclaimed-bytes",
          "moved-rows",
          "purged-rows",
          "quarantined-keys",
          "restored-rows",
          "backed-up-rows");

  private final Phrases phrases;
  private final EvidenceView view;

  Highlights(Reader reader) {
    this.phrases = Phrases.in(reader.language());
    this.view = new EvidenceView(reader);
  }

  Optional<String> of(List<TaskSummary> tasks) {
    String all =
        TELLING.stream()
            .map(name -> sum(name, tasks).map(sum -> phrase(name, sum)))
            .flatMap(Optional::stream)
            .limit(2)
            .collect(Collectors.joining(", "));
    return Optional.of(all).filter(text -> !text.isEmpty());
  }

  private String phrase(String name, BigDecimal sum) {
    return phrases.say("highlight." + name, "value", view.value(name, sum));
  }

  private static Optional<BigDecimal> sum(String name, List<TaskSummary> tasks) {
    return tasks.stream()
        .filter(task -> task.state() == TaskSummary.State.COMPLETED)
        .map(TaskSummary::report)
        .filter(Objects::nonNull)
        .flatMap(report -> numbers(name, report))
        .reduce(BigDecimal::add)
        .filter(sum -> sum.signum() > 0);
  }

  private static Stream<BigDecimal> numbers(String name, RunReport report) {
    return Optional.ofNullable(report.evidence().values().get(name))
        .filter(Number.class::isInstance)
        .map(number -> new BigDecimal(number.toString()))
        .stream();
  }
}
