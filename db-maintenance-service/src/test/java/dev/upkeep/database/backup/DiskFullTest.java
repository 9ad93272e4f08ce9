package dev.upkeep.database.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upkeep.database.backupplace.FolderTarget;
import dev.upkeep.database.backupset.Examination;
import dev.upkeep.database.testkit.BackupStage;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.system.BackupPlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system of a few hundred megabytes that others fill while a backup is written. */
class DiskFullTest {

  /** What is to stay free, and a little: the check before the backup must find it enough. */
  private static final int MEGABYTES = 280;

  @TempDir private Path folder;

  @Test
  void aFullDiskFailsAloudLeavesNothingBehindAndDoesNotTouchEarlierBackups() throws Exception {
    Path mount = Files.createDirectory(folder.resolve("disk"));
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root) {
      assertThat(System.getenv("CI")).as("only root can mount a disk").isNotEqualTo("true");
    }
    assumeTrue(root, "only root can mount a disk of its own");
    run("mount", "-t", "tmpfs", "-o", "size=%dm,mode=700".formatted(MEGABYTES), "tmpfs", mount);
    try (BackupStage stage = BackupStage.in(folder).keptAt(new BackupPlace.Folder(mount))) {
      stage
          .database()
          .execute(
              """
              CREATE TABLE files (id INT PRIMARY KEY, content LONGBLOB);
              INSERT INTO files VALUES (1, 'small');
              """);
      stage.backup().complete();
      Path kept = mount.resolve("dms").resolve("database");
      String earlier = only(kept);

      // What cannot be compressed, so that it does not fit.
      stage
          .database()
          .execute(
              """
              INSERT INTO files SELECT seq, (SELECT GROUP_CONCAT(UNHEX(SHA2(CONCAT(RAND(), s.seq), 512)) SEPARATOR '') FROM seq_1_to_15000 s) FROM seq_2_to_9
              """);
      Path filler = mount.resolve("filler");
      End end =
          stage
              .backup()
              .onSafePoint(
                  (step, where) -> {
                    if (where.equals("before-table")) {
                      fill(filler);
                    }
                  })
              .attempt(1);

      assertThat(end)
          .isInstanceOfSatisfying(
              End.Failed.class,
              failed -> {
                assertThat(failed.step()).isEqualTo("write-backup");
                assertThat(failed.outcome().reason()).contains("is full", kept.toString());
                assertThat(failed.outcome().remedy()).contains("earlier backups are untouched");
              });
      assertThat(only(kept)).isEqualTo(earlier);
      Files.delete(filler);
      var target = FolderTarget.of(mount, "dms", "database");
      assertThat(Examination.of(target, earlier, earlier, (file, fraction) -> {}).damages())
          .isEmpty();
      stage.backup().complete();
    } finally {
      run("umount", mount);
    }
  }

  /** Leaves less room than the backup needs. */
  private static void fill(Path filler) throws IOException {
    byte[] block = new byte[1 << 20];
    try (var out = Files.newOutputStream(filler)) {
      for (long free = Files.getFileStore(filler).getUsableSpace();
          free > 2L << 20;
          free = Files.getFileStore(filler).getUsableSpace()) {
        out.write(block);
      }
    }
  }

  private static String only(Path kept) throws IOException {
    try (var entries = Files.list(kept)) {
      List<String> names = entries.map(entry -> entry.getFileName().toString()).toList();
      assertThat(names).hasSize(1);
      return names.getFirst();
    }
  }

  private static void run(Object... command) throws Exception {
    Process process =
        new ProcessBuilder(List.of(command).stream().map(Object::toString).toList())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
