package dev.upkeep.database.filesbackup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.testkit.FilesStage;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.S3Server;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.BackupPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository of restic in a bucket of a real server that speaks the S3 protocol. */
class FilesInBucketTest {

  @TempDir Path folder;
  private FilesStage stage;
  private S3Server server;

  @BeforeEach
  void startServer() throws Exception {
    stage = FilesStage.in(folder);
    server = S3Server.start(Files.createDirectory(folder.resolve("s3")));
    stage.in(server, server.bucket());
    stage.random("attachments/scan.pdf", 300_000, 1).text("สัญญา.txt", "ภาษาไทย");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private static Precheck.Fail refused(RunByHand run) throws Exception {
    return switch (run.attempt(1)) {
      case End.Refused(Precheck.Fail fail) -> fail;
      case End other -> throw new AssertionError("it was not refused: " + other);
    };
  }

  @Test
  void backsUpThereAndProvesItByRestoring() throws Exception {
    RunByHand run = stage.backup();
    Evidence evidence = run.complete();

    assertThat(evidence.values())
        .containsEntry("files-backed-up", 2L)
        .doesNotContainKey("freed-bytes");
    assertThat(stage.restoreTest().complete().values())
        .containsEntry("verdict", "PROVEN")
        .containsEntry("files-compared", 2L);
    // The same again, with a snapshot that this one follows.
    stage.text("more.txt", "more");
    assertThat(stage.backup().complete().values()).containsEntry("files-backed-up", 3L);
  }

  @Test
  void theKeysAreInNoListOfProcesses() throws Exception {
    Path told = folder.resolve("told");
    Path spy = folder.resolve("restic-spy");
    Files.writeString(
        spy,
        """
        #!/bin/sh
        printf '%%s\\n' "$@" >> '%1$s'
        env >> '%1$s.environment'
        exec /usr/bin/restic "$@"
        """
            .formatted(told));
    Files.setPosixFilePermissions(spy, PosixFilePermissions.fromString("rwx------"));
    stage.program(spy).backup().complete();

    assertThat(Files.readString(told))
        .contains("s3:http://127.0.0.1:")
        .doesNotContain(S3Server.SECRET_KEY)
        .doesNotContain(S3Server.ACCESS_KEY)
        .doesNotContain(FilesStage.PASSWORD);
    assertThat(lines(told.resolveSibling("told.environment")))
        .contains("AWS_SECRET_ACCESS_KEY=" + S3Server.SECRET_KEY)
        .noneMatch(line -> line.contains(FilesStage.PASSWORD));
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file);
  }

  @Test
  void aWrongKeyIsNamedAndNotRepeated() throws Exception {
    Precheck.Fail answer = refused(stage.secretKey("not-the-one").backup());

    assertThat(answer.reason())
        .startsWith("The keys do not open the bucket of s3://upkeep-backups/upkeep")
        .doesNotContain("not-the-one");
    assertThat(answer.remedy()).contains("'access-key' and 'secret-key'");
    assertThat(answer.retryable()).isFalse();
  }

  @Test
  void aPlaceWithoutARepositoryIsNamedWithTheCommandThatMakesOne() throws Exception {
    BackupPlace.Bucket bucket = server.bucket();
    var elsewhere =
        new BackupPlace.Bucket(
            bucket.name(),
            bucket.endpoint(),
            bucket.region(),
            true,
            "elsewhere",
            bucket.accessKey(),
            bucket.secretKey());

    Precheck.Fail answer = refused(stage.in(elsewhere).backup());

    assertThat(answer.reason())
        .isEqualTo("There is no repository of restic in s3://upkeep-backups/elsewhere.");
    assertThat(answer.remedy())
        .contains("restic init --repo " + "s3:" + bucket.endpoint().orElseThrow())
        .contains("/upkeep-backups/elsewhere");
  }
}
