package dev.upkeep.deploykill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.run.Boundary;
import dev.upkeep.chassis.test.KillAtBoundary;
import dev.upkeep.chassis.test.Place;
import dev.upkeep.chassis.test.TestPlatform;
import dev.upkeep.chassis.test.WorkerProcess;
import dev.upkeep.deploy.testkit.TwoColours;
import dev.upkeep.deploy.testkit.Visitors;
import dev.upkeep.system.Colour;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One deployment whose workers are killed one after the other, each at the next boundary: before
 * and after the effect of every step that changes something. Nobody who uses the service notices,
 * and one colour remains.
 */
class BlueGreenKillTest {

  private static final List<String> CHANGING =
      List.of(
          "fetch-image",
          "note-way-back",
          "make-colour",
          "start-colour",
          "quiet-new-jobs",
          "switch-traffic",
          "prove-switch",
          "move-jobs",
          "record-release",
          "retire-old");

  @Test
  void oneColourRemainsAndNoRequestIsLostWhereverWorkersAreKilled(@TempDir Path folder)
      throws Exception {
    try (TwoColours colours = TwoColours.in(folder);
        Visitors visitors = Visitors.of(TwoColours.FRONT, 8)) {
      Map<String, Object> settings = new HashMap<>(TestPlatform.newSchema().settings());
      settings.put("upkeep.service", "deploy-service");
      settings.put("upkeep.run.lease", "2s");
      settings.put("upkeep.run.renew", "500ms");
      settings.put("upkeep.run.poll", "50ms");
      settings.put("upkeep.run.crashes", 1000);
      settings.put("upkeep.run.probe-wait", "100ms");
      settings.put("campaign.run", UUID.randomUUID().toString());
      settings.put("campaign.image", colours.release("2", "good"));
      settings.put("campaign.systems", colours.system().systems().folder().toString());
      List<Place> places =
          CHANGING.stream()
              .flatMap(
                  step ->
                      Stream.of(
                          Place.of(Boundary.AFTER_INTENT, step),
                          Place.of(Boundary.AFTER_EFFECT, step)))
              .toList();
      assertThat(places).hasSize(20);

      for (Place place : places) {
        Map<String, Object> killed = new HashMap<>(settings);
        killed.put(KillAtBoundary.PROPERTY, place.toString());
        try (WorkerProcess victim = WorkerProcess.start(KilledDeployer.class, killed)) {
          int exit = victim.awaitEnd(Duration.ofMinutes(2));
          assertThat(exit).as("%s: it said: %s", place, victim.log()).isEqualTo(137);
        }
        assertThat(TwoColours.ask("/")).isIn("1", "2");
      }
      try (WorkerProcess last = WorkerProcess.start(KilledDeployer.class, settings)) {
        assertThat(last.awaitEnd(Duration.ofMinutes(2))).as(last.log()).isZero();
      }

      assertThat(colours.flags().live("backend")).isEqualTo(Colour.GREEN);
      assertThat(TwoColours.ask("/")).isEqualTo("2");
      assertThat(colours.hasJobs(Colour.GREEN)).isTrue();
      assertThat(colours.hasJobs(Colour.BLUE)).isFalse();
      assertThat(visitors.leave()).isGreaterThan(1000);
      assertThat(visitors.failures()).isEmpty();
    }
  }
}
