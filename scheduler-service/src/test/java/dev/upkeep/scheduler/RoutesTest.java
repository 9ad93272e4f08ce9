package dev.upkeep.scheduler;

import dev.upkeep.chassis.test.RoutesAssertion;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesTest {

  @Test
  void areClosedToWhoeverLacksTheRoleAndDocumented(@TempDir Path folder) {
    RoutesAssertion routes = RoutesAssertion.withTokensIn(folder);
    try (SchedulerUnderTest scheduler = new SchedulerUnderTest().with(routes.settings())) {
      routes.walk(scheduler.start());
    }
  }
}
