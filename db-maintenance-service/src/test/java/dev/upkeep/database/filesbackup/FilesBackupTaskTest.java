package dev.upkeep.database.filesbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.database.testkit.BackupStage;
import dev.upkeep.database.testkit.FilesStage;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.BackupPolicy.Keep;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesBackupTaskTest {

  @TempDir Path folder;
  private FilesStage stage;

  @BeforeEach
  void aRepository() throws Exception {
    stage = FilesStage.in(folder);
  }

  @Test
  void whatIsBackedUpIsRestoredByResticAloneToTheBit() throws Exception {
    Path source = stage.source();
    stage
        .text("สัญญา/ลงนาม 😀.txt", "ภาษาไทย")
        .text("new\nline and \"quotes\" and \\", "x")
        .text("-rf", "a name like an option")
        .random("attachments/scan.pdf", 3_000_000, 1);
    // Java cannot make a name that is no UTF-8.
    new ProcessBuilder("/bin/sh", "-c", "touch \"$(printf 'old \\351t\\351')\"")
        .directory(source.toFile())
        .start()
        .waitFor();
    Files.createDirectories(source.resolve("empty folder"));
    Files.createSymbolicLink(source.resolve("to nowhere"), Path.of("/nowhere"));
    Files.createSymbolicLink(source.resolve("to a folder"), Path.of("attachments"));
    Files.createLink(source.resolve("second name"), source.resolve("attachments/scan.pdf"));
    try (var sparse = new RandomAccessFile(source.resolve("sparse").toFile(), "rw")) {
      sparse.setLength(200L << 20);
    }
    Files.setPosixFilePermissions(
        source.resolve("-rf"), PosixFilePermissions.fromString("r-x-w----"));
    try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(source.resolve("socket")));

      Evidence evidence = stage.backup().complete();

      assertThat(evidence.values())
          .containsEntry("files-backed-up", 7L)
          .containsEntry("others-backed-up", 6L)
          .containsEntry("files-bytes", 21L + 1 + 21 + 2 * 3_000_000 + (200L << 20))
          .containsEntry("changed-while-reading", List.of());
    }
    Files.delete(source.resolve("socket"));
    Path copy = Files.createDirectory(folder.resolve("copy"));
    stage.restic("restore", "latest", "--tag", "component=documents", "--target", copy.toString());
    assertThat(differences(source, copy.resolve(Path.of("/").relativize(source)))).isEmpty();
  }

  @Test
  void filesMakeASetWithTheDatabasesBackupOfTheSameRun() throws Exception {
    stage.text("a.txt", "a");
    try (BackupStage database = BackupStage.in(folder)) {
      stage.with(database);
      UUID run = UUID.randomUUID();
      database.database().execute("CREATE TABLE letters (id INT PRIMARY KEY)");
      database.backup().complete();
      database.backupIn(run).complete();

      RunByHand backup = stage.backup(FilesBackups.USUAL, run);
      backup.complete();

      String name = database.backups().all().getLast().name();
      assertThat(backup.sightings()).isEmpty();
      assertThat(backup.evidence("join-set").values()).containsEntry("database-backup", name);
      assertThat(database.backups().all().getLast().manifest().orElseThrow().set())
          .contains(run.toString());
      assertThat(stage.restic("snapshots", "--tag", "set=" + run + ",database-backup=" + name))
          .contains("1 snapshots");
    }
  }

  @Test
  void aRunThatHasNotBackedTheDatabaseUpSaysThatTheFilesAreAlone() throws Exception {
    stage.text("a.txt", "a");
    try (BackupStage database = BackupStage.in(folder)) {
      stage.with(database);
      database.database().execute("CREATE TABLE letters (id INT PRIMARY KEY)");
      database.backup().complete();

      RunByHand backup = stage.backup();
      backup.complete();

      assertThat(backup.sightings()).extracting(Sighting::kind).containsExactly(JoinSet.ALONE);
    }
  }

  @Test
  void filesThatCannotBeReadFailTheRunByName() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv (util-linux) is not here");
    stage.text("open.txt", "o").text("closed/secret.txt", "s");
    Path closed = stage.source().resolve("closed/secret.txt");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    if (System.getProperty("user.name").equals("root")) {
      stage.program(asNobody());
    }

    End end = stage.backup().attempt(1);

    assertThat(end).isInstanceOf(End.Failed.class);
    assertThat(((End.Failed) end).outcome().reason())
        .isEqualTo(
            "1 files could not be read, so the backup would lack them: %s (permission denied)."
                .formatted(closed));
    assertThat(stage.restic("snapshots", "--tag", "whole")).doesNotContain("1 snapshots");
  }

  /** Root reads everything. */
  private Path asNobody() throws Exception {
    new ProcessBuilder("chmod", "-R", "a+rwX", folder.toString()).start().waitFor();
    Path script = folder.resolve("restic-as-nobody");
    Files.setPosixFilePermissions(
        stage.source().resolve("closed/secret.txt"), PosixFilePermissions.fromString("---------"));
    Files.writeString(
        script,
        "#!/bin/sh\nexec setpriv --reuid=65534 --regid=65534 --clear-groups /usr/bin/restic \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }

  @Test
  void aFileThatChangesOrGoesMeanwhileIsNamedAndIsNoMistake() throws Exception {
    stage.text("stays.txt", "1").text("changes.txt", "1").text("goes.txt", "1");
    RunByHand backup = stage.backup();
    backup.onSafePoint(
        (step, where) -> {
          if (step.equals("write-snapshot") && where.equals("restic-ended")) {
            stage.text("changes.txt", "longer").text("comes.txt", "new");
            Files.deleteIfExists(stage.source().resolve("goes.txt"));
          }
        });

    assertThat(backup.complete().values())
        .containsEntry("changed-files", 2L)
        .containsEntry(
            "changed-while-reading",
            List.of(
                stage.source().resolve("changes.txt").toString(),
                stage.source().resolve("goes.txt").toString()));
  }

  @Test
  void thePasswordIsInNoListOfProcessesAndNoEnvironment() throws Exception {
    stage.random("big", 5_000_000, 2);
    RunByHand backup = stage.backup();
    StringBuilder seen = new StringBuilder();
    backup.onSafePoint(
        (step, where) -> {
          for (ProcessHandle child : ProcessHandle.current().children().toList()) {
            Path process = Path.of("/proc", "" + child.pid());
            try {
              seen.append(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1))
                  .append(
                      Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1));
            } catch (java.io.IOException gone) {
              // It has ended.
            }
          }
        });
    backup.complete();
    assertThat(seen.toString()).contains("--no-cache").doesNotContain(FilesStage.PASSWORD);
  }

  @Test
  void keepsTheNewestAndTheNewestProvenAndFreesTheRoomOfTheOthersOnlyWhenAsked() throws Exception {
    stage.keeping(new Keep(1, 0, 0));
    stage.random("one", 2_000_000, 1);
    stage.backup().complete();
    stage.random("one", 2_000_000, 2);
    stage.backup().complete();
    stage.restoreTest().complete();
    stage.random("one", 2_000_000, 3);
    stage.backup().complete();
    stage.random("one", 2_000_000, 4);

    Evidence kept = stage.backup().complete();

    assertThat(kept.values()).containsEntry("kept-backups", 2).containsEntry("freed-bytes", 0L);
    assertThat(stage.restic("snapshots", "--tag", "proven")).contains("1 snapshots");
    long before = stage.parts("data").stream().mapToLong(part -> part.toFile().length()).sum();
    stage.backup(FilesBackups.PRUNING, UUID.randomUUID()).complete();
    assertThat(stage.parts("data").stream().mapToLong(part -> part.toFile().length()).sum())
        .isLessThan(before - 3_000_000);
    stage.restic("check", "--read-data");
  }

  @Test
  void whatADeadResticLeftLockedIsUnlockedAndALivingOneIsWaitedFor() throws Exception {
    stage.text("a.txt", "a");
    Process other = lock();
    End end = stage.backup().attempt(1);
    assertThat(end).isInstanceOf(End.Failed.class);
    End.Failed failed = (End.Failed) end;
    assertThat(failed.outcome().retryable()).isTrue();
    assertThat(failed.outcome().reason())
        .contains("Somebody else works on the repository", "locked by PID " + other.pid());
    assertThat(stage.parts("locks")).hasSize(1);

    other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    stage.backup().complete();
    assertThat(stage.parts("locks")).isEmpty();
  }

  /** Backs its standard input up, which does not end. */
  private Process lock() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "/usr/bin/restic",
            "--no-cache",
            "--repo",
            stage.repository().toString(),
            "backup",
            "--stdin");
    builder.environment().put("RESTIC_PASSWORD", FilesStage.PASSWORD);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    Awaitility.await().until(() -> !stage.parts("locks").isEmpty());
    return process;
  }

  @Test
  void filesWithSecretsThatAnybodyCanReadAreFound() throws Exception {
    stage
        .text(".env", "DB_PASSWORD=x")
        .text(".env.example", "DB_PASSWORD=")
        .text("keys/tls.key", "k")
        .text("keys/closed.key", "k");
    Files.setPosixFilePermissions(
        stage.source().resolve("keys/closed.key"), PosixFilePermissions.fromString("rw-------"));
    for (String open : List.of(".env", ".env.example", "keys/tls.key")) {
      Files.setPosixFilePermissions(
          stage.source().resolve(open), PosixFilePermissions.fromString("rw-r--r--"));
    }
    RunByHand backup = stage.backup();
    backup.complete();
    assertThat(backup.sightings())
        .extracting(Sighting::subject)
        .containsExactlyInAnyOrder(
            stage.source().resolve(".env").toString(),
            stage.source().resolve("keys/tls.key").toString());
  }

  @Test
  void refusesWhatResticWouldPassOverInSilence() throws Exception {
    stage.text("real/a.txt", "a");
    Path link =
        Files.createSymbolicLink(stage.source().resolve("link"), stage.source().resolve("real"));
    assertThat(refusal(stage.paths(stage.source().resolve("gone"))))
        .isEqualTo(stage.source().resolve("gone") + " is not there.");
    assertThat(refusal(stage.paths(link))).contains("is a link, or below one");
    assertThat(refusal(stage.paths(link.resolve("a.txt")))).contains("is a link, or below one");
  }

  @Test
  void saysWhatIsWrongWithRepositoryPasswordAndProgram() throws Exception {
    stage.text("a.txt", "a");
    assertThat(refusal(stage.password("guessed"))).startsWith("The password does not open");
    stage.password(FilesStage.PASSWORD);
    assertThat(refusal(stage.program(Path.of("/usr/bin/no-restic"))))
        .isEqualTo("restic cannot be started as /usr/bin/no-restic.");
    stage.program(Path.of("/usr/bin/restic"));
    Files.delete(stage.repository().resolve("config"));
    assertThat(refusal(stage))
        .isEqualTo("There is no repository of restic in %s.".formatted(stage.repository()));
  }

  private static String refusal(FilesStage stage) throws Exception {
    End end = stage.backup().attempt(1);
    assertThat(end).isInstanceOf(End.Refused.class);
    return ((Precheck.Fail) ((End.Refused) end).precheck()).reason();
  }

  @Test
  void aDryRunWritesNothing() throws Exception {
    stage.text("a.txt", "a");
    stage.backup().complete();
    stage.text("b.txt", "bb");
    String before = stage.restic("snapshots", "--json");
    assertThat(stage.backup().dryRun().getFirst().line())
        .contains("would read 2 files and write what is new, up to 2 bytes");
    assertThat(stage.restic("snapshots", "--json")).isEqualTo(before);
    assertThat(stage.parts("locks")).isEmpty();
  }

  @Test
  void aDamagedRepositoryIsFoundBeforeASnapshotCounts() throws Exception {
    stage.random("one", 2_000_000, 1);
    stage.backup().complete();
    Files.delete(stage.parts("data").getFirst());
    stage.text("two", "2");

    RunByHand backup = stage.backup();
    End end = backup.attempt(1);

    assertThat(end).isInstanceOf(End.Failed.class);
    assertThat(((End.Failed) end).outcome().reason())
        .startsWith("The repository %s is damaged: pack ".formatted(stage.repository()))
        .contains("does not exist");
    assertThat(backup.sightings())
        .extracting(Sighting::kind)
        .containsExactly("files.repository-damaged");
    assertThat(stage.restic("snapshots", "--tag", "whole")).contains("1 snapshots");
  }

  @Test
  void whatAFailedAttemptLeftIsNoBackupAndGoesWithTheNext() throws Exception {
    stage.text("a.txt", "a");
    RunByHand torn = stage.backup();
    torn.onSafePoint(
        (step, where) -> {
          if (step.equals("compare-snapshot")) {
            throw new RunByHand.Killed();
          }
        });
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> torn.attempt(1)))
        .isInstanceOf(RunByHand.Killed.class);
    assertThat(stage.restoreTest().attempt(1)).isInstanceOf(End.Failed.class);

    stage.backup().complete();

    assertThat(stage.restic("snapshots")).contains("1 snapshots");
  }

  @Test
  void aFileIsMissingIfItWasThereBeforeAndIsNotListed() throws Exception {
    stage.text("old.txt", "1");
    Files.setLastModifiedTime(
        stage.source().resolve("old.txt"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    var afterwards =
        new Comparison(List.of(stage.source()), List.of(), Instant.now().plusSeconds(10));
    afterwards.listed(
        new dev.upkeep.database.restic.Node(
            "dir", stage.source().toString(), 0, Instant.parse("2020-01-01T00:00:00Z")));
    afterwards.lookForMissing(() -> {});
    assertThat(afterwards.wrong())
        .containsExactly(stage.source().resolve("old.txt") + " is missing");

    var before = new Comparison(List.of(stage.source()), List.of(), Instant.now().minusSeconds(10));
    before.lookForMissing(() -> {});
    assertThat(before.wrong()).isEmpty();
  }

  @Test
  void aFullDiskIsNoticedBeforeAnythingIsWritten() {
    assertThat(CheckFilesRoom.judge(1L << 30, Optional.of(1L << 30), "/backups").toString())
        .contains("/backups has 1.0 GiB free, and the backup may need 1.3 GiB");
  }

  private static String differences(Path one, Path other) throws Exception {
    Process diff =
        new ProcessBuilder(
                "diff", "--recursive", "--no-dereference", one.toString(), other.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(diff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    diff.waitFor();
    return said;
  }
}
