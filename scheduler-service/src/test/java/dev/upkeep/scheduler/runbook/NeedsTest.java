package dev.upkeep.scheduler.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NeedsTest {

  @Test
  void findsTheCircleAndLeavesOutWhatOnlyLeadsToIt() {
    var tasks = List.of(task("a", "b"), task("b", "c"), task("c", "d"), task("d", "b"));
    assertThat(Needs.circle(tasks)).containsExactly("b", "c", "d", "b");
    assertThat(Needs.circle(List.of(task("a", "a")))).containsExactly("a", "a");
  }

  /** Needs that point backwards alone make no circle; one that closes a chain does. */
  @Property(tries = 200)
  void findsACircleExactlyWhereThereIsOne(
      @ForAll @Size(min = 2, max = 12) List<@IntRange(min = 0, max = 100) Integer> needs) {
    List<RunbookTask> tasks = new ArrayList<>();
    tasks.add(task("t0"));
    for (int i = 1; i < needs.size(); i++) {
      tasks.add(task("t" + i, "t" + needs.get(i) % i));
    }
    assertThat(Needs.circle(tasks)).isEmpty();

    tasks.set(0, task("t0", "t" + (needs.size() - 1)));
    List<String> circle = Needs.circle(tasks);
    assertThat(circle).hasSizeGreaterThan(1);
    assertThat(circle.getFirst()).isEqualTo(circle.getLast());
  }

  private static RunbookTask task(String name, String... needs) {
    return new RunbookTask(
        name, "database.optimize", "database", List.of(needs), Map.of(), Limits.DEFAULT);
  }
}
