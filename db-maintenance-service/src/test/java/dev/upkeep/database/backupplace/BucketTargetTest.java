package dev.upkeep.database.backupplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.upkeep.database.testkit.S3Server;
import dev.upkeep.system.BackupPlace;
import dev.upkeep.system.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketTargetTest {

  private static final String NAME = "20261122T020000.000Z-1f0c2a9b";
  private static final String DRAFT = NAME + "-1";
  private static final int PART = 16 << 20;

  @TempDir private static Path folder;
  private static S3Server server;

  private BucketTarget target;

  @BeforeAll
  static void startServer() throws IOException {
    server = S3Server.start(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void openTarget() {
    target = target(server.bucket(), S3Server.SECRET_KEY);
  }

  @AfterEach
  void emptyBucket() throws IOException {
    for (String backup : target.backups()) {
      target.remove(backup);
    }
    for (String draft : target.drafts()) {
      target.remove(draft);
    }
    target.close();
  }

  private static BucketTarget target(BackupPlace.Bucket bucket, String secretKey) {
    return BucketTarget.of(
        bucket, new Secret(S3Server.ACCESS_KEY), new Secret(secretKey), "dms", "database");
  }

  @Test
  void isEmptyAtFirst() throws IOException {
    target.requireUsable();
    assertThat(target.backups()).isEmpty();
    assertThat(target.drafts()).isEmpty();
    assertThat(target.free()).isEmpty();
    assertThat(target.place()).isEqualTo("s3://upkeep-backups/upkeep/dms/database");
  }

  @Test
  void aBackupIsThereOnceItIsPublishedAndNotBefore() throws IOException {
    target.begin(DRAFT);
    write(DRAFT, "manifest.json", "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(target.backups()).isEmpty();
    assertThat(target.drafts()).containsExactly(DRAFT);

    target.publish(DRAFT, NAME);
    assertThat(target.backups()).containsExactly(NAME);
    assertThat(target.drafts()).isEmpty();
    assertThat(target.files(NAME)).containsExactly("manifest.json");
    assertThat(target.size(NAME, "manifest.json")).isEqualTo(2);

    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> target.publish(DRAFT, NAME));
    target.replace(NAME, "manifest.json", "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    assertThat(read(NAME, "manifest.json")).asString().isEqualTo("{\"a\":1}");
  }

  @Test
  void aDraftThatBecameABackupIsNotBegunAgain() throws IOException {
    write(DRAFT, "manifest.json", new byte[] {1});
    target.publish(DRAFT, NAME);
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> target.begin(DRAFT));
    assertThat(read(NAME, "manifest.json")).containsExactly(1);
  }

  @Test
  void aDraftWithoutFilesIsNoBackup() {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> target.publish(DRAFT, NAME));
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> target.open(NAME, "manifest.json"));
  }

  @Test
  void filesOfAnyLengthComeBackByteForByte() throws IOException {
    for (int length : new int[] {0, 1, PART - 1, PART, PART + 1, 2 * PART + 12_345}) {
      byte[] content = new byte[length];
      new Random(length).nextBytes(content);
      write(DRAFT, "file-" + length, content);
      assertThat(target.size(DRAFT, "file-" + length)).isEqualTo(length);
      assertThat(read(DRAFT, "file-" + length)).isEqualTo(content);
    }
  }

  /** What a worker leaves that is killed while it writes. */
  @Test
  void anUploadThatNobodyFinishedIsADraftAndGoes() throws IOException {
    OutputStream unfinished = target.create(DRAFT, "2-rows-00001-users.sql.zst");
    unfinished.write(new byte[2 * PART]);
    assertThat(target.backups()).isEmpty();
    assertThat(target.files(DRAFT)).isEmpty();
    assertThat(target.drafts()).containsExactly(DRAFT);

    target.remove(DRAFT);
    assertThat(target.drafts()).isEmpty();
    assertThatExceptionOfType(IOException.class).isThrownBy(unfinished::close);
    assertThat(target.files(DRAFT)).isEmpty();
  }

  @Test
  void aBackupThatIsBeingRemovedIsNoneAnyMore() throws IOException {
    write(DRAFT, "manifest.json", new byte[] {1});
    target.publish(DRAFT, NAME);
    write("20261123T020000.000Z-2f0c2a9b-1", "manifest.json", new byte[] {2});
    target.publish("20261123T020000.000Z-2f0c2a9b-1", "20261123T020000.000Z-2f0c2a9b");

    target.remove(NAME);
    target.remove(NAME);
    assertThat(target.backups()).containsExactly("20261123T020000.000Z-2f0c2a9b");
    assertThat(target.drafts()).isEmpty();
    assertThat(read("20261123T020000.000Z-2f0c2a9b", "manifest.json")).containsExactly(2);
  }

  @Test
  void saysWhatIsWrongWithTheKeysTheBucketAndTheServer() throws IOException {
    try (BucketTarget wrongKey = target(server.bucket(), "hunter2")) {
      assertThatExceptionOfType(PlaceProblem.class)
          .isThrownBy(wrongKey::requireUsable)
          .matches(p -> !p.retryable())
          .withMessageContaining("does not accept the keys")
          .withMessageNotContaining("hunter2");
    }
    try (BucketTarget missing = target(server.bucket("no-such-bucket"), S3Server.SECRET_KEY)) {
      assertThatExceptionOfType(PlaceProblem.class)
          .isThrownBy(missing::requireUsable)
          .matches(p -> !p.retryable())
          .withMessageContaining("'no-such-bucket'")
          .withMessageContaining("is not there");
    }
    server.kill();
    try {
      assertThatExceptionOfType(PlaceProblem.class)
          .isThrownBy(target::requireUsable)
          .matches(PlaceProblem::retryable)
          .withMessageContaining("cannot be reached");
    } finally {
      server.restart();
    }
  }

  private void write(String draft, String file, byte[] content) throws IOException {
    try (OutputStream out = target.create(draft, file)) {
      out.write(content);
    }
  }

  private byte[] read(String name, String file) throws IOException {
    try (InputStream in = target.open(name, file)) {
      return in.readAllBytes();
    }
  }
}
