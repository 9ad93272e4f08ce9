package dev.upkeep.database.restoretest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.testkit.BackupStage;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.embedded.Folders;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backups damaged in every way there is: each is found and named, and a clean one is never called
 * damaged. {@code ./upkeep campaign backups} does hundreds.
 */
class DamagedBackupsTest {

  private final long seed = Long.getLong("upkeep.campaign.seed", 20_261_122);
  private final int rounds = Integer.getInteger("upkeep.campaign.rounds", 20);
  private final Random random = new Random(seed);

  @TempDir private Path folder;
  private Path clean;
  private Path older;
  private BackupStage stage;

  /** How a backup is damaged; answers what the run must name. */
  private interface Damaging {
    String damage(Path backup) throws Exception;
  }

  @BeforeEach
  void backUpTwice() throws Exception {
    stage = BackupStage.in(folder).encryptedFor(BackupStage.RECIPIENT, BackupStage.IDENTITY);
    stage
        .database()
        .execute(
            """
            CREATE TABLE users (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(50));
            CREATE TABLE files (id INT NOT NULL PRIMARY KEY, content LONGBLOB);
            CREATE TABLE nothing (id INT);
            CREATE VIEW names AS SELECT name FROM users;
            INSERT INTO users SELECT seq, CONCAT('ชื่อ ', seq) FROM seq_1_to_2000;
            INSERT INTO files SELECT seq, REPEAT(MD5(seq), 500) FROM seq_1_to_50;
            DELETE FROM users WHERE id > 1900;
            """);
    stage.backup().complete();
    older = set("older");
    stage.backup(java.time.Instant.parse("2026-01-01T00:00:00Z").plusSeconds(1)).complete();
    clean = set("clean");
  }

  @AfterEach
  void dropDatabase() throws Exception {
    stage.close();
  }

  /** Puts the newest backup aside. */
  private Path set(String name) throws Exception {
    Path there = stage.backupsFolder().resolve(stage.backups().all().getFirst().name());
    Path aside = Files.createDirectory(folder.resolve(name));
    Folders.copy(there, aside.resolve(there.getFileName().toString()));
    Folders.deleteIfThere(there);
    return aside.resolve(there.getFileName().toString());
  }

  @Test
  void everyDamageIsFoundAndNamedAndNoCleanBackupIsCalledDamaged() throws Exception {
    List<Damaging> ways =
        List.of(
            this::killDump,
            this::truncate,
            this::flipBit,
            this::loseFile,
            this::emptyFile,
            this::takeManifestOfAnother,
            this::wrongKey,
            this::appendBytes);
    int found = 0;
    for (int round = 0; round < rounds; round++) {
      Path backup = fresh();
      stage.encryptedFor(BackupStage.RECIPIENT, BackupStage.IDENTITY);
      String named = ways.get(round % ways.size()).damage(backup);
      End end = stage.restoreTest().attempt(1);
      assertThat(end)
          .as("seed %d, round %d: %s", seed, round, named)
          .isInstanceOfSatisfying(
              End.Failed.class, failed -> assertThat(failed.outcome().reason()).contains(named));
      found++;
    }
    assertThat(found).isEqualTo(rounds);
    stage.encryptedFor(BackupStage.RECIPIENT, BackupStage.IDENTITY);
    for (int round = 0; round < (rounds <= 20 ? 2 : rounds / 2); round++) {
      fresh();
      RunByHand run = stage.restoreTest();
      assertThat(run.complete().values()).containsEntry("verdict", "PROVEN");
      assertThat(run.sightings()).isEmpty();
    }
  }

  @Test
  void aDumpThatWentWrongIsFoundThoughItsChecksumsFit() throws Exception {
    try (BackupStage plain = BackupStage.in(Files.createDirectory(folder.resolve("plain")))) {
      plain
          .database()
          .execute(
              """
              CREATE TABLE kept (id INT PRIMARY KEY);
              CREATE TABLE dropped (id INT PRIMARY KEY);
              CREATE TABLE short (id INT PRIMARY KEY);
              CREATE VIEW seen AS SELECT * FROM kept;
              INSERT INTO short VALUES (1), (2), (3);
              """);
      for (int i = 0; i < Math.max(1, rounds / 20); i++) {
        plain.backup().complete();
        Doctored.change(
            plain,
            "1-tables.sql.zst",
            sql -> sql.replaceAll("(?s)CREATE TABLE `dropped` .*?;\\n", ""));
        assertThat(reason(plain)).contains("table 'dropped'").doesNotContain("'kept'");
        Folders.deleteIfThere(plain.backupsFolder());

        plain.backup().complete();
        Doctored.rows(plain, "short", sql -> sql.replace(",\n(2)", ""));
        assertThat(reason(plain)).contains("table 'short' has 2 rows in the copy and had 3");
        Folders.deleteIfThere(plain.backupsFolder());

        plain.backup().complete();
        Doctored.change(
            plain, "3-programs.sql.zst", sql -> sql.replaceAll("(?s)CREATE .*?;\\n", ""));
        assertThat(reason(plain)).contains("view 'seen' is not in the copy");
        Folders.deleteIfThere(plain.backupsFolder());
      }
    }
  }

  private static String reason(BackupStage stage) throws Exception {
    End end = stage.restoreTest().attempt(1);
    assertThat(end).isInstanceOf(End.Failed.class);
    return ((End.Failed) end).outcome().reason();
  }

  private Path fresh() throws Exception {
    Folders.deleteIfThere(stage.backupsFolder());
    Files.createDirectories(stage.backupsFolder());
    Path backup = stage.backupsFolder().resolve(clean.getFileName().toString());
    Folders.copy(clean, backup);
    return backup;
  }

  private String killDump(Path backup) throws Exception {
    Files.delete(backup.resolve("manifest.json"));
    Files.delete(backup.resolve("SHA256SUMS"));
    return "manifest.json: is missing";
  }

  private String truncate(Path backup) throws Exception {
    Path file = any(backup);
    try (var content = new RandomAccessFile(file.toFile(), "rw")) {
      content.setLength(1 + random.nextLong(content.length() - 1));
    }
    return name(file);
  }

  private String flipBit(Path backup) throws Exception {
    Path file = any(backup);
    try (var content = new RandomAccessFile(file.toFile(), "rw")) {
      long at = random.nextLong(content.length());
      content.seek(at);
      int before = content.read();
      content.seek(at);
      content.write(before ^ (1 << random.nextInt(8)));
    }
    return name(file);
  }

  private String loseFile(Path backup) throws Exception {
    Path file = any(backup);
    Files.delete(file);
    return name(file) + named(file) + ": is missing";
  }

  private String emptyFile(Path backup) throws Exception {
    Path file = any(backup);
    Files.write(file, new byte[0]);
    return name(file);
  }

  private String appendBytes(Path backup) throws Exception {
    Path file = any(backup);
    Files.write(file, new byte[] {1, 2, 3}, java.nio.file.StandardOpenOption.APPEND);
    return name(file);
  }

  private String takeManifestOfAnother(Path backup) throws Exception {
    for (String file : List.of("manifest.json", "SHA256SUMS")) {
      Files.write(backup.resolve(file), Files.readAllBytes(older.resolve(file)));
    }
    return "belongs to another backup, " + older.getFileName();
  }

  private String wrongKey(Path backup) {
    stage.encryptedFor(BackupStage.RECIPIENT, BackupStage.OTHER_IDENTITY);
    return "the private key does not fit";
  }

  /** Any file but the checksums: those name the others. */
  private Path any(Path backup) throws Exception {
    try (Stream<Path> files = Files.list(backup)) {
      List<Path> all = files.filter(file -> !name(file).equals("SHA256SUMS")).sorted().toList();
      return all.get(random.nextInt(all.size()));
    }
  }

  private static String named(Path file) {
    String name = name(file);
    return name.startsWith("2-rows-")
        ? " (table '%s')".formatted(name.replaceAll("2-rows-\\d+-|\\.sql.*", ""))
        : "";
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
