package dev.upkeep.chassis.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.events.FindingChanged;
import dev.upkeep.events.FindingEvent;
import dev.upkeep.events.FindingRaised;
import dev.upkeep.events.FindingResolved;
import dev.upkeep.events.MaintenanceCompleted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What looking brings to light: raised once, told again only when it changes, resolved when gone.
 */
class FindingsOfRunsTest {
  private static final String KIND = "database.no-primary-key";

  @AutoClose private final RunBench bench = new RunBench();
  private final Scripted task = new Scripted();
  private final List<Sighting> there = new ArrayList<>();
  private RunBench.Bench worker;

  @BeforeEach
  void start() {
    task.steps =
        Steps.version(1)
            .then(
                task.looking(
                    "look",
                    context -> {
                      context.looksFor(KIND);
                      there.forEach(context::found);
                      return StepOutcome.done(Evidence.none());
                    }));
    worker = bench.start(task);
  }

  private static Sighting table(String name, Severity severity, int rows) {
    return new Sighting(
        KIND,
        name,
        severity,
        name + " has no primary key",
        "add one",
        Evidence.of("rows", rows).with("engine", "InnoDB"));
  }

  private void look(boolean dryRun) {
    UUID run = bench.accept(worker, bench.due(Scripted.KIND, "database", Map.of(), dryRun));
    bench.awaitState(run, RunState.COMPLETED);
    bench.theOnly(MaintenanceCompleted.class, run);
  }

  private List<FindingEvent> told() {
    return bench.told.stream()
        .filter(FindingEvent.class::isInstance)
        .map(FindingEvent.class::cast)
        .toList();
  }

  @Test
  void isRaisedOnceChangedWhenItChangesAndResolvedWhenItIsGone() {
    there.add(table("orders", Severity.WARNING, 10));
    look(false);
    look(false);
    assertThat(told()).hasExactlyElementsOfTypes(FindingRaised.class);

    there.set(0, table("orders", Severity.HIGH, 10));
    look(false);
    assertThat(told()).hasExactlyElementsOfTypes(FindingRaised.class, FindingChanged.class);

    there.clear();
    look(false);
    look(false);
    assertThat(told())
        .hasExactlyElementsOfTypes(
            FindingRaised.class, FindingChanged.class, FindingResolved.class);

    there.add(table("orders", Severity.HIGH, 10));
    look(false);
    assertThat(told().getLast()).isInstanceOf(FindingRaised.class);
    Finding first = told().getFirst().finding();
    Finding again = told().getLast().finding();
    assertThat(again.fingerprint()).isEqualTo(first.fingerprint());
    assertThat(again.firstSeen()).isAfter(first.firstSeen());
  }

  @Test
  void aDryRunKeepsAndResolvesNone() {
    there.add(table("orders", Severity.WARNING, 10));
    look(true);
    assertThat(told()).isEmpty();

    look(false);
    there.clear();
    look(true);
    assertThat(told()).hasExactlyElementsOfTypes(FindingRaised.class);
  }
}
