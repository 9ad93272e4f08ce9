package dev.upkeep.dbcampaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.run.Boundary;
import dev.upkeep.chassis.test.KillAtBoundary;
import dev.upkeep.chassis.test.Place;
import dev.upkeep.chassis.test.TestPlatform;
import dev.upkeep.chassis.test.WorkerProcess;
import dev.upkeep.database.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.springframework.context.ConfigurableApplicationContext;

/** One task whose workers are killed with SIGKILL, at each of its boundaries in turn. */
final class Campaign {

  /** From the kill to the end of the run by another worker. */
  private static final Duration TAKEN_OVER = Duration.ofSeconds(15);

  static final boolean WHOLE = Boolean.getBoolean("upkeep.campaign.whole");
  static final long SEED = Long.getLong("upkeep.campaign.seed", 20_261_122);

  private static final Path FOLDERS = temporary();

  private final String kind;
  private final Data data;

  /** What a task works on, and what must be true of it. */
  interface Data {
    void fill(TestDatabase database) throws Exception;

    /** Whose grants the account has. */
    default String grantsOf(String kind) {
      return kind;
    }

    /** What the worker is told beside, once the data is there. */
    default Map<String, Object> settings(TestDatabase database) {
      return Map.of();
    }

    /** True at any moment, also while the dead worker's run waits for another. */
    void assertNothingLost(TestDatabase database);

    /** True when the run has ended. */
    void assertDone(TestDatabase database);
  }

  String kind() {
    return kind;
  }

  Campaign(String kind, Data data) {
    this.kind = kind;
    this.data = data;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("campaign-folders");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Kills a worker at every boundary, one after the other on the same run; each is taken over by
   * the next. Answers how many were killed.
   */
  int killEverywhere() throws Exception {
    Set<Place> places = places();
    killAt(places);
    return places.size();
  }

  /**
   * Kills a worker at every boundary in {@code ./upkeep campaign boundaries}, else at a third of
   * them, by the seed. Answers how many boundaries there are.
   */
  int killSlice() throws Exception {
    Set<Place> places = places();
    killAt(slice(places));
    return places.size();
  }

  /** All of them, or a third by the seed, in their order. */
  static Set<Place> slice(Set<Place> places) {
    List<Place> some = new ArrayList<>(places);
    if (!WHOLE) {
      Collections.shuffle(some, new Random(SEED));
      some = some.subList(0, some.size() / 3);
    }
    Set<Place> chosen = new LinkedHashSet<>(places);
    chosen.retainAll(some);
    return chosen;
  }

  private void killAt(Set<Place> places) throws Exception {
    Set<Place> left = new LinkedHashSet<>(places);
    // Where a probe answers for a killed step, the run goes on past its last boundaries: those
    // that are left are for another run.
    while (!left.isEmpty()) {
      int before = left.size();
      killAlongOneRun(left);
      assertThat(left).as("boundaries that no run passes; seed %s", SEED).hasSizeLessThan(before);
    }
  }

  private void killAlongOneRun(Set<Place> left) throws Exception {
    try (TestDatabase database = TestDatabase.withGrantsOf(data.grantsOf(kind))) {
      data.fill(database);
      Map<String, Object> settings = settings(database);
      for (Place place : List.copyOf(left)) {
        Map<String, Object> killed = new HashMap<>(settings);
        killed.put(KillAtBoundary.PROPERTY, place.toString());
        try (WorkerProcess victim = WorkerProcess.start(CampaignWorker.class, killed)) {
          int exit = victim.awaitEnd(Duration.ofMinutes(2));
          if (exit == 0) {
            data.assertDone(database);
            return;
          }
          assertThat(exit).as("%s: it said: %s", place, victim.log()).isEqualTo(137);
        }
        left.remove(place);
        data.assertNothingLost(database);
      }
      Instant dead = Instant.now();
      takeOver(database, settings, left);
      assertThat(Duration.between(dead, Instant.now())).isLessThan(TAKEN_OVER);
    }
  }

  /** Every boundary of an undisturbed run but the one after its end. */
  Set<Place> places() throws Exception {
    try (TestDatabase database = TestDatabase.withGrantsOf(data.grantsOf(kind))) {
      data.fill(database);
      Observers.Watching.PASSED.clear();
      try (ConfigurableApplicationContext worker =
          CampaignWorker.start(settings(database), Observers.Watching.class)) {
        assertThat(CampaignWorker.awaitEnd(worker)).isEqualTo("COMPLETED");
      }
      data.assertDone(database);
    }
    Set<Place> places = new LinkedHashSet<>(Observers.Watching.PASSED);
    places.removeIf(place -> place.boundary() == Boundary.AFTER_END);
    return places;
  }

  /** Lets a worker of this process finish the run. */
  void takeOver(TestDatabase database, Map<String, Object> settings, Object what) {
    try (ConfigurableApplicationContext worker =
        CampaignWorker.start(settings, Observers.Unwatched.class)) {
      assertThat(CampaignWorker.awaitEnd(worker)).as(what.toString()).isEqualTo("COMPLETED");
    }
    data.assertDone(database);
    Awaitility.await("no connection is left: " + what)
        .until(
            () ->
                database
                    .sql("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = :user")
                    .param("user", database.account())
                    .query(Long.class)
                    .single(),
            connections -> connections == 0);
  }

  /** Where a database's backups and sandboxes are, in {@code backups} and {@code sandboxes}. */
  static Path folderOf(TestDatabase database) throws IOException {
    Path folder = FOLDERS.resolve(database.schema());
    Files.createDirectories(folder.resolve("backups"));
    Files.createDirectories(folder.resolve("sandboxes"));
    return folder;
  }

  Map<String, Object> settings(TestDatabase database) throws Exception {
    Path password =
        Files.createTempFile(
            "campaign",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(password, TestDatabase.PASSWORD);
    password.toFile().deleteOnExit();
    Map<String, Object> settings = new HashMap<>(TestPlatform.newSchema().settings());
    settings.put("upkeep.service", "db-maintenance-service");
    settings.put("upkeep.run.lease", "2s");
    settings.put("upkeep.run.renew", "500ms");
    settings.put("upkeep.run.poll", "50ms");
    settings.put("upkeep.run.crashes", 1000);
    settings.put("upkeep.run.probe-wait", "100ms");
    settings.put("campaign.run", UUID.randomUUID().toString());
    settings.put("campaign.kind", kind);
    settings.put("campaign.url", database.url());
    settings.put("campaign.user", database.account());
    settings.put("campaign.password-file", password.toString());
    settings.put("campaign.folder", folderOf(database).toString());
    settings.putAll(data.settings(database));
    return settings;
  }
}
