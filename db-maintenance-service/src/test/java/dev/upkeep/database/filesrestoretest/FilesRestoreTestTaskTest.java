package dev.upkeep.database.filesrestoretest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.database.testkit.FilesStage;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.events.Evidence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesRestoreTestTaskTest {

  @TempDir Path folder;
  private FilesStage stage;

  @BeforeEach
  void aRepository() throws Exception {
    stage = FilesStage.in(folder);
  }

  @Test
  void marksABackupProvenThatComesBackToTheBit() throws Exception {
    stage.random("attachments/scan.pdf", 3_000_000, 1).text("สัญญา 😀\n.txt", "ภาษาไทย");
    Files.createSymbolicLink(stage.source().resolve("link"), Path.of("attachments"));
    Path closed = Files.createDirectory(stage.source().resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));
    stage.backup().complete();

    Evidence evidence = stage.restoreTest().complete();

    assertThat(evidence.values())
        .containsEntry("verdict", "PROVEN")
        .containsEntry("files-compared", 2L)
        .containsEntry("compared-with-source", 2L)
        .containsEntry("differences", List.of())
        .containsKeys("recovery-seconds", "recovery-point-seconds");
    assertThat(stage.restic("snapshots", "--tag", "proven")).contains("1 snapshots");
    assertThat(stage.sandboxFolder()).isEmptyDirectory();
    // Once more, by its name, which is the first that it had.
    String name = String.valueOf(evidence.values().get("snapshot"));
    assertThat(stage.restoreTest(FilesRestoreTests.of(name)).complete().values())
        .containsEntry("snapshot", name);
  }

  @Test
  void filesThatChangedSinceTheBackupAreNoFalseAlarm() throws Exception {
    IntStream.range(0, 50).forEach(i -> write("f" + i, "old " + i));
    stage.backup().complete();
    IntStream.range(0, 20).forEach(i -> write("f" + i, "newer " + i));
    for (int i = 20; i < 30; i++) {
      Files.delete(stage.source().resolve("f" + i));
    }
    write("comes", "new");

    assertThat(stage.restoreTest().complete().values())
        .containsEntry("verdict", "PROVEN")
        .containsEntry("files-compared", 50L)
        .containsEntry("compared-with-source", 20L);
  }

  private void write(String name, String content) {
    try {
      stage.text(name, content);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void saysWhichFileIsNotTheOneItWasMadeOf() throws Exception {
    stage.text("good.txt", "good").text("rotten.txt", "rotten");
    stage.backup().complete();
    Path rotten = stage.source().resolve("rotten.txt");
    FileTime before = Files.getLastModifiedTime(rotten);
    Files.writeString(rotten, "rOtten");
    Files.setLastModifiedTime(rotten, before);

    assertThat(reason(stage.restoreTest().attempt(1)))
        .contains(
            "is damaged: %s: its byte 1 is not the one of the file it was made of"
                .formatted(rotten));
  }

  @Test
  void aBackupThatIsDamagedLaterIsProvenNoMoreAndNamesTheFile() throws Exception {
    stage.random("big", 6_000_000, 1).random("other", 400_000, 2);
    stage.backup().complete();
    stage.restoreTest().complete();
    FilesStage.flip(stage.parts("data").getFirst(), 2_000_000);

    RunByHand test = stage.restoreTest();
    End end = test.attempt(1);

    assertThat(reason(end))
        .contains("is damaged: %s: ".formatted(stage.source().resolve("big")))
        .contains("ciphertext verification failed");
    assertThat(test.sightings())
        .extracting(Sighting::kind)
        .containsExactly(MarkSnapshot.NOT_RESTORABLE);
    assertThat(stage.restic("snapshots", "--tag", "damaged")).contains("1 snapshots");
    assertThat(stage.restic("snapshots", "--tag", "proven")).doesNotContain("1 snapshots");
    assertThat(stage.sandboxFolder()).isEmptyDirectory();
  }

  @Test
  void refusesWhereThereIsNoBackupOrNoneOfThatName() throws Exception {
    assertThat(reason(stage.restoreTest().attempt(1))).startsWith("There is no backup of dms/doc");
    stage.text("a", "a").backup().complete();
    assertThat(reason(stage.restoreTest(FilesRestoreTests.of("00000000")).attempt(1)))
        .startsWith("There is no backup '00000000' of dms/documents");
  }

  @Test
  void refusesEarlyWhenTheDiskCannotHoldTheCopy() {
    assertThat(CheckFolderRoom.judge(10L << 30, 1L << 30, "/sandboxes").toString())
        .contains("The disk of /sandboxes has 1.0 GiB free, and the copy needs 10.3 GiB.");
  }

  @Test
  void aSampleIsTheSameForTheSameRunAndAboutAsLargeAsItMayBe() {
    var one = new Sample(new UUID(1, 1), 1000, 100);
    var again = new Sample(new UUID(1, 1), 1000, 100);
    List<String> paths = IntStream.range(0, 10_000).mapToObj(i -> "/srv/file" + i).toList();
    long chosen = paths.stream().filter(one::has).count();
    assertThat(chosen).isBetween(800L, 1200L);
    assertThat(paths).allSatisfy(path -> assertThat(again.has(path)).isEqualTo(one.has(path)));
    assertThat(new Sample(new UUID(2, 1), 100, 100).has("/any")).isTrue();
  }

  private static String reason(End end) {
    assertThat(end).isInstanceOf(End.Failed.class);
    return ((End.Failed) end).outcome().reason();
  }
}
