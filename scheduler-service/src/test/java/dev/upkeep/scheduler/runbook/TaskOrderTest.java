package dev.upkeep.scheduler.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TaskOrderTest {

  @Test
  void putsEachTaskAfterWhatItNeedsAndOtherwiseKeepsTheOrderOfTheFile() {
    var tasks =
        List.of(
            task("verify", "optimize"), task("optimize", "backup"), task("backup"), task("look"));
    assertThat(TaskOrder.inOrder(tasks))
        .extracting(RunbookTask::name)
        .containsExactly("backup", "optimize", "verify", "look");
  }

  @Test
  void findsTheCircleAndLeavesOutWhatOnlyLeadsToIt() {
    var tasks = List.of(task("a", "b"), task("b", "c"), task("c", "d"), task("d", "b"));
    assertThat(TaskOrder.circle(tasks)).containsExactly("b", "c", "d", "b");
    assertThat(TaskOrder.circle(List.of(task("a", "a")))).containsExactly("a", "a");
    assertThatThrownBy(() -> TaskOrder.inOrder(tasks)).hasMessageContaining("circle");
  }

  /** Needs that point backwards alone have an order; one that closes a chain makes a circle. */
  @Property(tries = 200)
  void findsACircleExactlyWhereThereIsOne(
      @ForAll @Size(min = 2, max = 12) List<@IntRange(min = 0, max = 100) Integer> needs) {
    List<RunbookTask> tasks = new ArrayList<>();
    tasks.add(task("t0"));
    for (int i = 1; i < needs.size(); i++) {
      tasks.add(task("t" + i, "t" + needs.get(i) % i));
    }
    assertThat(TaskOrder.circle(tasks)).isEmpty();
    assertThat(TaskOrder.inOrder(tasks)).hasSameElementsAs(tasks);

    tasks.set(0, task("t0", "t" + (needs.size() - 1)));
    List<String> circle = TaskOrder.circle(tasks);
    assertThat(circle).hasSizeGreaterThan(1);
    assertThat(circle.getFirst()).isEqualTo(circle.getLast());
  }

  private static RunbookTask task(String name, String... needs) {
    return new RunbookTask(name, "database.optimize", "database", List.of(needs), Map.of());
  }
}
