package dev.upkeep.database.filesbackup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.testkit.FilesStage;
import dev.upkeep.events.Evidence;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators leave out is left out by restic and by every comparison, and named. */
class FilesLeftOutTest {

  @TempDir Path folder;
  private FilesStage stage;

  @BeforeEach
  void someFiles() throws Exception {
    stage =
        FilesStage.in(folder)
            .text("attachments/scan.pdf", "kept")
            .text("attachments/half.tmp", "out by its name")
            .text("deep/er/half.tmp/even a folder", "out with the folder")
            .text("deep/.tmp", "out: * may be nothing")
            .text("deep/half.tmp.gz", "kept: more than the name")
            .text("cache/page", "out by its place")
            .text("deep/cache/page", "kept: another place")
            .text("cache2/page", "kept: the place only begins alike")
            .text("logs/2026/a.log", "out by a place with a star")
            .text("logs/2026/old/a.log", "kept: a star passes no slash");
    stage.without(
        "*.tmp", stage.source() + "/cache", stage.source() + "/logs/*/*.log", "nowhere at all");
  }

  @Test
  void leavesOutWhatTheSystemFileSaysAndNamesIt() throws Exception {
    Evidence evidence = stage.backup().complete();

    assertThat(evidence.values())
        .containsEntry("files-backed-up", 5L)
        .containsEntry("excluded", 5L)
        .containsEntry(
            "excluded-by",
            List.of(
                "*.tmp",
                stage.source() + "/cache",
                stage.source() + "/logs/*/*.log",
                "nowhere at all"));
    assertThat((List<?>) evidence.values().get("excluded-first"))
        .map(Object::toString)
        .containsExactlyInAnyOrder(
            stage.source() + "/attachments/half.tmp",
            stage.source() + "/deep/er/half.tmp",
            stage.source() + "/deep/.tmp",
            stage.source() + "/cache",
            stage.source() + "/logs/2026/a.log");
    assertThat(stage.restic("ls", "latest").lines())
        .contains(
            stage.source() + "/attachments/scan.pdf",
            stage.source() + "/deep/half.tmp.gz",
            stage.source() + "/deep/cache/page",
            stage.source() + "/cache2/page",
            stage.source() + "/logs/2026/old/a.log")
        .noneMatch(line -> line.endsWith(".tmp") || line.endsWith("2026/a.log"))
        .noneMatch(line -> line.startsWith(stage.source() + "/cache/"));
  }

  @Test
  void theRestoreTestProvesTheRestAndSaysWhatIsNotInIt() throws Exception {
    stage.backup().complete();

    assertThat(stage.restoreTest().complete().values())
        .containsEntry("verdict", "PROVEN")
        .containsEntry("files-compared", 5L)
        .hasEntrySatisfying(
            "excluded-by",
            patterns -> assertThat((List<?>) patterns).map(Object::toString).contains("*.tmp"));
  }
}
