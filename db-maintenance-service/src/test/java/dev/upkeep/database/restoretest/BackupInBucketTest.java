package dev.upkeep.database.restoretest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.testkit.BackupStage;
import dev.upkeep.database.testkit.Everything;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database backed up into a bucket of a real server, and restored out of it. */
class BackupInBucketTest {

  @TempDir private Path folder;

  @Test
  void isWrittenProvenAndKeptWithinBoundsLikeOneInAFolder() throws Exception {
    try (S3Server server = S3Server.start(Files.createDirectory(folder.resolve("s3")));
        BackupStage stage = inBucketOf(server)) {
      Everything.into(stage.database());
      String first = backup(stage);
      RunByHand test = stage.restoreTest();
      assertThat(test.complete().values())
          .containsEntry("verdict", "PROVEN")
          .containsEntry("backup", first);
      String second = backup(stage);
      assertThat(second).isNotEqualTo(first);
    }
  }

  @Test
  void aServerThatGoesAwayWhileABackupIsWrittenLeavesNoneAndTheNextRunClearsUp() throws Exception {
    try (S3Server server = S3Server.start(Files.createDirectory(folder.resolve("s3")));
        BackupStage stage = inBucketOf(server)) {
      stage.database().execute("CREATE TABLE t (id INT PRIMARY KEY);\nINSERT INTO t VALUES (1);\n");
      RunByHand run =
          stage
              .backup()
              .onSafePoint(
                  (step, where) -> {
                    if (where.equals("before-programs")) {
                      server.kill();
                    }
                  });
      assertThat(run.attempt(1))
          .isInstanceOfSatisfying(
              End.Failed.class,
              failed -> {
                assertThat(failed.outcome().reason()).contains("cannot be reached");
                assertThat(failed.outcome().retryable()).isTrue();
              });
      server.restart();
      assertThat(stage.restoreTest().attempt(1)).isInstanceOf(End.Refused.class);
      backup(stage);
      assertThat(stage.restoreTest().complete().values()).containsEntry("verdict", "PROVEN");
    }
  }

  @Test
  void keysThatTheServerDoesNotKnowAreToldBeforeAnythingBegins() throws Exception {
    try (S3Server server = S3Server.start(Files.createDirectory(folder.resolve("s3")));
        BackupStage stage = inBucketOf(server).secret("S3_SECRET", "hunter2")) {
      assertThat(stage.backup().attempt(1))
          .isInstanceOfSatisfying(
              End.Refused.class,
              refused ->
                  assertThat(((Precheck.Fail) refused.precheck()).reason())
                      .contains("does not accept the keys")
                      .doesNotContain("hunter2"));
    }
  }

  private BackupStage inBucketOf(S3Server server) throws Exception {
    return BackupStage.in(folder)
        .keptAt(server.bucket())
        .secret("S3_ACCESS", S3Server.ACCESS_KEY)
        .secret("S3_SECRET", S3Server.SECRET_KEY)
        .encryptedFor(BackupStage.RECIPIENT, BackupStage.IDENTITY);
  }

  private static String backup(BackupStage stage) throws Exception {
    return String.valueOf(stage.backup().complete().values().get("backup"));
  }
}
