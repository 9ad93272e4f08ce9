package dev.upkeep.database.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.RunByHand.Killed;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.CleanupPolicy.Action;
import dev.upkeep.system.CleanupPolicy.UploadedFiles;
import dev.upkeep.system.database.LeftConnections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A temporary upload goes as a whole: row and file. */
class UploadedFilesTest {
  private final FileTime yesterday = FileTime.from(Instant.now().minusSeconds(86_400));

  @TempDir private Path root;
  private CleanupBench bench;
  private TestDatabase database;

  @BeforeEach
  void make() throws Exception {
    bench = new CleanupBench();
    database = bench.database;
    Files.createDirectories(root.resolve("temp/deeper"));
    Files.createDirectories(root.resolve("kept"));
    database.execute(
        """
        CREATE TABLE uploads (id INT NOT NULL PRIMARY KEY, path VARCHAR(400), at DATETIME NOT NULL, KEY (at));
        INSERT INTO uploads
        SELECT seq, CONCAT('temp/', IF(seq % 2, '', 'deeper/'), 'ไฟล์-', seq, '.part'),
               CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', '+07:00') - INTERVAL IF(seq <= 60, 48, 2) HOUR
          FROM seq_1_to_100;
        """);
    for (String path : database.sql("SELECT path FROM uploads").query(String.class).list()) {
      write(path);
    }
  }

  @AfterEach
  void drop() throws SQLException {
    bench.close();
  }

  private void write(String path) throws IOException {
    Files.writeString(root.resolve(path), path);
    Files.setLastModifiedTime(root.resolve(path), yesterday);
  }

  private CleanupPolicy policy() {
    return CleanupBench.policy(
        "uploads",
        "at",
        "24h",
        new Action.Delete(Optional.of(new UploadedFiles("path", root, Path.of("temp")))));
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void removesEachFileWithItsRowAndNoOther() throws Exception {
    RunByHand run = bench.run(7, policy());

    assertThat(run.complete().values()).containsEntry("purged-rows", 60L);

    assertThat(files()).isEqualTo(40);
    for (String path : database.sql("SELECT path FROM uploads").query(String.class).list()) {
      assertThat(root.resolve(path)).exists();
    }
    assertThat(run.evidence("purge-rows/uploads").values())
        .containsEntry("files-removed", 60L)
        .containsEntry("files-missing", 0L);
    assertThat(run.evidence("find-orphans/uploads").values())
        .containsEntry("files-examined", 40L)
        .containsEntry("files-without-row", 0L)
        .containsEntry("rows-without-file", 0L);
    assertThat(run.sightings()).isEmpty();
    assertThat(database.count("upkeep_files")).isZero();
  }

  @Test
  void leavesNoFileWithoutRowAndNoRowWithoutFileWhereverAWorkerDies() throws Exception {
    RunByHand run = bench.run(1, policy());
    var place = new AtomicInteger();
    var deaths = new AtomicInteger();
    run.onSafePoint(
        (step, where) -> {
          if (place.incrementAndGet() % 2 == 0 && step.startsWith("purge-rows")) {
            deaths.incrementAndGet();
            throw new Killed();
          }
        });
    End end = null;
    for (long fence = 1; end == null; fence++) {
      try {
        end = run.attempt(fence);
      } catch (Killed killed) {
        for (String path : database.sql("SELECT path FROM uploads").query(String.class).list()) {
          assertThat(root.resolve(path)).exists();
        }
        new LeftConnections(database.door(CleanupBench.BANGKOK, policy()))
            .end(run.run(), run.held());
      }
    }

    assertThat(end).isInstanceOf(End.Completed.class);
    assertThat(deaths).hasValueGreaterThanOrEqualTo(50);
    assertThat(files()).isEqualTo(40);
    assertThat(run.sightings()).isEmpty();
  }

  @Test
  void removesInALaterRunWhatADeadWorkerLeftNoted() throws Exception {
    RunByHand dead = bench.run(60, policy());
    dead.onSafePoint(
        (step, where) -> {
          if (where.startsWith("before-files")) {
            throw new Killed();
          }
        });
    try {
      dead.attempt(1);
    } catch (Killed killed) {
      new LeftConnections(database.door(CleanupBench.BANGKOK, policy()))
          .end(dead.run(), dead.held());
    }
    assertThat(files()).isEqualTo(100);
    assertThat(database.count("uploads")).isEqualTo(40);

    RunByHand next = bench.run(60, policy());
    next.complete();

    assertThat(files()).isEqualTo(40);
    assertThat(next.evidence("purge-rows/uploads").values()).containsEntry("files-removed", 60L);
  }

  @Test
  void leavesPathsThatLeadOutOfTheFolderAloneAndReportsThem() throws Exception {
    write("kept/secret");
    Files.createSymbolicLink(root.resolve("temp/link"), root.resolve("kept"));
    String absolute = root.resolve("temp/absolute.part").toString();
    write("temp/absolute.part");
    database.execute(
        """
        INSERT INTO uploads VALUES
          (901, '../../etc/passwd', '2020-01-01'), (902, 'temp/../kept/secret', '2020-01-01'),
          (903, '/etc/passwd', '2020-01-01'), (904, 'kept/secret', '2020-01-01'),
          (905, 'temp/', '2020-01-01'), (906, 'temp/link/secret', '2020-01-01'),
          (907, '', '2020-01-01'), (908, NULL, '2020-01-01'), (909, 'temp/gone.part', '2020-01-01'),
          (910, '%s', '2020-01-01'), (911, 'temp/./x', '2020-01-01'), (912, 'temp//x', '2020-01-01');
        """
            .formatted(absolute));
    RunByHand run = bench.run(20, policy());

    run.complete();

    assertThat(root.resolve("kept/secret")).exists();
    assertThat(Path.of("/etc/passwd")).exists();
    assertThat(Path.of(absolute)).doesNotExist();
    assertThat(
            database
                .sql("SELECT GROUP_CONCAT(id ORDER BY id) FROM uploads WHERE id > 900")
                .query(String.class)
                .single())
        .isEqualTo("901,902,903,904,905,911,912");
    assertThat(run.evidence("purge-rows/uploads").values())
        .containsEntry("files-removed", 61L)
        .containsEntry("files-missing", 1L)
        .containsEntry("files-refused", 1L);
    assertThat(run.sightings())
        .extracting(StepContext.Sighting::kind)
        .contains("database.paths-outside-folder");
  }

  @Test
  void keepsAFileThatAnotherRowIsAboutByNow() throws Exception {
    database.execute(
        "INSERT INTO uploads SELECT 500, path, CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', '+07:00') FROM uploads WHERE id = 3");
    RunByHand run = bench.run(20, policy());

    run.complete();

    assertThat(root.resolve("temp/ไฟล์-3.part")).exists();
    assertThat(run.evidence("purge-rows/uploads").values())
        .containsEntry("files-removed", 59L)
        .containsEntry("files-still-used", 1L);
  }

  @Test
  void findsFilesWithoutRowsAndRowsWithoutFilesButNoUploadThatIsGoingOn() throws Exception {
    write("temp/nobody's");
    Files.writeString(root.resolve("temp/just-begun"), "x");
    Files.delete(root.resolve("temp/ไฟล์-99.part"));
    database.execute(
        "INSERT INTO uploads VALUES (200, 'temp/not-yet-written', CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', '+07:00'))");
    RunByHand run = bench.run(20, policy());

    run.complete();

    assertThat(run.evidence("find-orphans/uploads").values())
        .containsEntry("files-without-row", 1L)
        .containsEntry("rows-without-file", 1L);
    assertThat(run.sightings())
        .extracting(StepContext.Sighting::title)
        .containsExactlyInAnyOrder(
            "1 files in %s have no row in 'uploads'".formatted(root.resolve("temp")),
            "1 files are missing in %s that rows of 'uploads' are about"
                .formatted(root.resolve("temp")));
    assertThat(root.resolve("temp/nobody's")).exists();
  }

  @Test
  void leavesRowsWhoseFolderIsNotThereAndGoesOnWithOtherTables() throws Exception {
    bench.logs("logs", 20);
    var elsewhere =
        CleanupBench.policy(
            "uploads",
            "at",
            "24h",
            new Action.Delete(
                Optional.of(new UploadedFiles("path", root.resolve("not-mounted"), Path.of("")))));

    RunByHand run = bench.run(20, elsewhere, CleanupBench.delete("logs", "created_at", "1y"));
    run.complete();

    assertThat(database.count("uploads")).isEqualTo(100);
    assertThat(database.count("logs")).isEqualTo(10);
    assertThat(run.sightings())
        .extracting(StepContext.Sighting::title)
        .containsExactly(
            "'uploads' is not cleaned up: there is no folder %s on this worker"
                .formatted(root.resolve("not-mounted")));
  }
}
