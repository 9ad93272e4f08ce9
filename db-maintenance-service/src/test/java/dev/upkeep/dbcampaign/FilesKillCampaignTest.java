package dev.upkeep.dbcampaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.run.Boundary;
import dev.upkeep.chassis.test.KillAtBoundary;
import dev.upkeep.chassis.test.Place;
import dev.upkeep.chassis.test.TestPlatform;
import dev.upkeep.chassis.test.WorkerProcess;
import dev.upkeep.database.testkit.FilesStage;
import dev.upkeep.embedded.OwnerOnlyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Workers that back files up, or test a backup of them, killed at every boundary in {@code ./upkeep
 * campaign boundaries}, else at a third of them.
 */
class FilesKillCampaignTest {

  @TempDir Path folder;
  private int runs;

  @Test
  void aBackupOfFilesCountsOnceAndWholeWhereverItsWorkerIsKilled() throws Exception {
    killEverywhere("files.backup", false);
  }

  @Test
  void aRestoreTestLeavesAProvenBackupAndNoCopyWhereverItsWorkerIsKilled() throws Exception {
    killEverywhere("files.restore-test", true);
  }

  private void killEverywhere(String kind, boolean backedUp) throws Exception {
    Set<Place> places = places(kind, backedUp);
    assertThat(places).hasSizeGreaterThan(20);
    Set<Place> left = Campaign.slice(places);
    // Where a probe answers for a killed step, the run goes on past its last boundaries: those
    // that are left are for another run.
    while (!left.isEmpty()) {
      int before = left.size();
      killAlongOneRun(kind, backedUp, left);
      assertThat(left).as("boundaries that no run passes").hasSizeLessThan(before);
    }
  }

  /** Every boundary of an undisturbed run but the one after its end. */
  private Set<Place> places(String kind, boolean backedUp) throws Exception {
    Path own = Files.createDirectory(folder.resolve("run-" + runs++));
    FilesStage stage = stage(own, backedUp);
    Observers.Watching.PASSED.clear();
    try (ConfigurableApplicationContext worker =
        CampaignWorker.start(settings(kind, own), Observers.Watching.class)) {
      assertThat(CampaignWorker.awaitEnd(worker)).isEqualTo("COMPLETED");
    }
    assertDone(stage, backedUp);
    Set<Place> places = new LinkedHashSet<>(Observers.Watching.PASSED);
    places.removeIf(place -> place.boundary() == Boundary.AFTER_END);
    return places;
  }

  private void killAlongOneRun(String kind, boolean backedUp, Set<Place> left) throws Exception {
    Path own = Files.createDirectory(folder.resolve("run-" + runs++));
    FilesStage stage = stage(own, backedUp);
    Map<String, Object> settings = settings(kind, own);
    for (Place place : List.copyOf(left)) {
      Map<String, Object> killed = new HashMap<>(settings);
      killed.put(KillAtBoundary.PROPERTY, place.toString());
      try (WorkerProcess victim = WorkerProcess.start(CampaignWorker.class, killed)) {
        int exit = victim.awaitEnd(Duration.ofMinutes(2));
        if (exit == 0) {
          assertDone(stage, backedUp);
          return;
        }
        assertThat(exit).as("%s: it said: %s", place, victim.log()).isEqualTo(137);
      }
      left.remove(place);
    }
    try (ConfigurableApplicationContext worker =
        CampaignWorker.start(settings, Observers.Unwatched.class)) {
      assertThat(CampaignWorker.awaitEnd(worker)).isEqualTo("COMPLETED");
    }
    assertDone(stage, backedUp);
  }

  private static FilesStage stage(Path own, boolean backedUp) throws Exception {
    FilesStage stage =
        FilesStage.in(own).random("big", 3_000_000, 1).text("ไทย/small.txt", "small");
    OwnerOnlyFile.write(own.resolve("password"), FilesStage.PASSWORD + "\n");
    if (backedUp) {
      stage.backup().complete();
    }
    return stage;
  }

  /** One snapshot, all there, nothing else in the repository, no lock, no copy. */
  private static void assertDone(FilesStage stage, boolean proven) throws Exception {
    assertThat(stage.restic("snapshots", "--tag", proven ? "whole,proven" : "whole"))
        .contains("1 snapshots");
    assertThat(stage.restic("snapshots")).contains("1 snapshots");
    stage.restic("check", "--read-data");
    assertThat(stage.parts("locks")).isEmpty();
    if (proven) {
      assertThat(stage.sandboxFolder()).isEmptyDirectory();
    }
  }

  private static Map<String, Object> settings(String kind, Path own) {
    Map<String, Object> settings = new HashMap<>(TestPlatform.newSchema().settings());
    settings.put("upkeep.service", "campaign");
    settings.put("upkeep.run.lease", "2s");
    settings.put("upkeep.run.renew", "500ms");
    settings.put("upkeep.run.poll", "50ms");
    settings.put("upkeep.run.crashes", 1000);
    settings.put("upkeep.run.probe-wait", "100ms");
    settings.put("campaign.run", UUID.randomUUID().toString());
    settings.put("campaign.kind", kind);
    settings.put("campaign.url", "jdbc:mariadb://127.0.0.1:1/unused");
    settings.put("campaign.user", "unused");
    settings.put("campaign.password-file", "/unused");
    settings.put("campaign.folder", own.toString());
    return settings;
  }
}
