package dev.upkeep.dbcampaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.test.Place;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The server that a run works on is killed with SIGKILL and started again: at every boundary and
 * safe point in {@code ./upkeep campaign boundaries}, else at some, by the seed. The worker lives
 * on, and so does its own server.
 */
class ServerKillCampaignTest {

  /** A run fails for good with its fifth failure, and each kill may cost it one. */
  private static final int KILLS_A_RUN = 4;

  @TempDir private static Path folder;
  private static EmbeddedMariaDb server;

  @BeforeAll
  static void start() {
    server =
        EmbeddedMariaDb.start(
            folder.resolve("server"),
            MariaDbInstallation.bundled(ServerCache.ofUser()),
            MariaDbSettings.small());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** What archives, purges, backs up and restores. */
  static Stream<Arguments> always() {
    return Stream.of(
        Arguments.of("database.cleanup", new OldRows(200)),
        Arguments.of("database.backup", new ToBackUp()),
        Arguments.of("database.restore-test", new BackedUp()));
  }

  static Stream<Arguments> furthermore() {
    return Stream.of(
        Arguments.of("database.unarchive", new Archived(200)),
        Arguments.of("database.restore", new Restored()),
        Arguments.of("database.index-apply", new Letters()),
        Arguments.of("database.optimize", new Fragments()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("always")
  void nothingIsLostOrDoubledWhereverTheServerIsKilled(
      String kind, Campaign.Data data, TestReporter reporter) throws Exception {
    killTheServer(kind, data, reporter);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("furthermore")
  @Tag("campaign")
  void neitherDoesTheRestLoseAnything(String kind, Campaign.Data data, TestReporter reporter)
      throws Exception {
    killTheServer(kind, data, reporter);
  }

  private static void killTheServer(String kind, Campaign.Data data, TestReporter reporter)
      throws Exception {
    var campaign = new Campaign(kind, data);
    Set<Place> all = campaign.places();
    List<Place> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(Campaign.SEED));
    Set<Place> left =
        new LinkedHashSet<>(Campaign.WHOLE ? shuffled : shuffled.subList(0, KILLS_A_RUN));
    int chosen = left.size();
    while (!left.isEmpty()) {
      int kills = killAlongOneRun(campaign, data, left);
      assertThat(kills).as("no run passes any of %s; seed %s", left, Campaign.SEED).isPositive();
    }
    reporter.publishEntry(kind, "killed at %d of %d places".formatted(chosen, all.size()));
  }

  /** Lets one worker do a run to its end, and answers how often the server was killed under it. */
  private static int killAlongOneRun(Campaign campaign, Campaign.Data data, Set<Place> left)
      throws Exception {
    try (TestDatabase database =
        TestDatabase.withGrantsOf(data.grantsOf(campaign.kind()), server)) {
      data.fill(database);
      Set<Place> before = new LinkedHashSet<>(left);
      var killer =
          new ServerKiller(
              server, Campaign.folderOf(database).resolve("sandboxes"), left, KILLS_A_RUN);
      Observers.EndingServer.KILLER.set(killer);
      Map<String, Object> settings = campaign.settings(database);
      // The server is back at once, so there is nothing to wait for.
      settings.put("upkeep.run.retry-first", "50ms");
      settings.put("upkeep.run.retry-cap", "200ms");
      String end;
      try (ConfigurableApplicationContext worker =
          CampaignWorker.start(settings, Observers.EndingServer.class)) {
        end = CampaignWorker.awaitEnd(worker);
      }
      before.removeAll(left);
      database.signInAgain();
      data.assertNothingLost(database);
      assertThat(end).as("killed at %s", before).isEqualTo("COMPLETED");
      data.assertDone(database);
      return killer.kills();
    }
  }
}
