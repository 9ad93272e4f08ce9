package dev.upkeep.database.testkit;

import dev.upkeep.chassis.task.Task;
import dev.upkeep.chassis.test.TestPlatform;
import dev.upkeep.database.backup.BackupTasks;
import dev.upkeep.database.backupplace.FolderTarget;
import dev.upkeep.database.backupset.Backups;
import dev.upkeep.database.binlogarchive.BinlogArchives;
import dev.upkeep.database.physical.PhysicalTools;
import dev.upkeep.database.restoretest.RestoreTests;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.system.BackupPlace;
import dev.upkeep.system.BackupPolicy;
import dev.upkeep.system.BackupPolicy.Encryption;
import dev.upkeep.system.BackupPolicy.Keep;
import dev.upkeep.system.Tuning;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.secret.SecretReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A database, a folder for its backups, and one for sandboxes; with the rights of the grants. */
public final class BackupStage implements AutoCloseable {

  /** A pair of age-keygen's, made for these tests. */
  public static final String RECIPIENT =
      "age1yd7xktnjee9cv8evw2v4dcyepgh0cckrkdpu74z9q8fcdv29zvgqpqx2gl";

  /** The private key of {@link #RECIPIENT}. */
  public static final String IDENTITY =
      "AGE-SECRET-KEY-1T9PXDD0PJMMQH2K6UGN7SWDUMJNTSNWLVDL8F4FZC3DSV4PF5STS06RL8L";

  /** A private key of another pair. */
  public static final String OTHER_IDENTITY =
      "AGE-SECRET-KEY-1JQS553TSMYJYG7JWVMPMCKXVG56HXF6FRXVTUD3FVQ2CHMQG6TTSXJMU93";

  private final Path folder;
  private final TestDatabase database;
  private final Map<String, String> secrets = new HashMap<>();
  private BackupPlace place;
  private BackupPolicy.Method method = BackupPolicy.Method.LOGICAL;
  private Path physicalProgram = Path.of("/usr/bin/mariadb-backup");
  private Keep keep = new Keep(7, 4, 12);
  private Optional<Encryption> encryption = Optional.empty();
  private boolean binaryLogs;
  private List<String> withoutRows = List.of();
  private List<String> smokeQueries = List.of();
  private Optional<Path> installation = Optional.empty();

  private BackupStage(Path folder, EmbeddedMariaDb server) throws Exception {
    this.folder = folder;
    this.database = TestDatabase.withGrantsOf("database.backup", server);
    this.place = new BackupPlace.Folder(Files.createDirectories(folder.resolve("backups")));
  }

  public static BackupStage in(Path folder) throws Exception {
    return new BackupStage(folder, TestPlatform.mariaDb());
  }

  /** With a database on another server; copies go to servers of the installation. */
  public static BackupStage on(EmbeddedMariaDb server, Path installation, Path folder)
      throws Exception {
    var stage = new BackupStage(folder, server);
    stage.installation = Optional.of(installation);
    return stage;
  }

  /** Backups are encrypted from now on. */
  public BackupStage encryptedFor(String recipient, String identity) {
    secrets.put("BACKUP_IDENTITY", identity);
    encryption =
        Optional.of(
            new Encryption(
                recipient, Optional.of(new SecretReference.InEnvironment("BACKUP_IDENTITY"))));
    return this;
  }

  public BackupStage withoutRows(String... tables) {
    withoutRows = List.of(tables);
    return this;
  }

  /** The server's binary logs are copied from now on; gives the account what that needs. */
  public BackupStage binaryLogs() throws SQLException {
    database.grant("database.binlog-archive", "*.*", "*.*");
    binaryLogs = true;
    return this;
  }

  public BackupStage smokeQueries(String... queries) {
    smokeQueries = List.of(queries);
    return this;
  }

  public BackupStage keeping(Keep wanted) {
    keep = wanted;
    return this;
  }

  /** Backups are kept elsewhere from now on. */
  public BackupStage keptAt(BackupPlace elsewhere) {
    place = elsewhere;
    return this;
  }

  /** What an environment variable of the worker holds. */
  public BackupStage secret(String variable, String value) {
    secrets.put(variable, value);
    return this;
  }

  /** Backups are copies of the server's files from now on; gives the account what that needs. */
  public BackupStage physical() throws SQLException {
    database.grant("database.backup-physical", "*.*", "*.*");
    method = BackupPolicy.Method.PHYSICAL;
    return this;
  }

  /** The copy of files is made by another program. */
  public BackupStage physicalProgram(Path program) {
    physicalProgram = program;
    return this;
  }

  public PhysicalTools tools() {
    return new PhysicalTools(physicalProgram, sandboxes());
  }

  private BackupPolicy policy() {
    return new BackupPolicy(place, method, keep, encryption, withoutRows, smokeQueries, binaryLogs);
  }

  public TestDatabase database() {
    return database;
  }

  public TargetDatabases door() {
    return database.door(policy(), secrets);
  }

  /** The same with what operators know of its queries. */
  public TargetDatabases door(Tuning tuning) {
    return database.door(policy(), secrets, tuning);
  }

  /** Where this database's backups are, when they are in a folder. */
  public Path backupsFolder() {
    return folder.resolve("backups").resolve("dms").resolve("database");
  }

  public Path sandboxFolder() {
    return folder.resolve("sandboxes");
  }

  public Sandboxes sandboxes() {
    return new Sandboxes(sandboxFolder(), installation);
  }

  public Backups backups() {
    return new Backups(FolderTarget.of(folder.resolve("backups"), "dms", "database"));
  }

  public Task backupTask() {
    return BackupTasks.of(door(), tools());
  }

  /** A run of database.backup now. */
  public RunByHand backup() {
    return backup(Clock.systemUTC());
  }

  /** A run of database.backup as one of several tasks of a runbook run. */
  public RunByHand backupIn(UUID runbookRun) {
    return new RunByHand(
        backupTask(), BackupTasks.USUAL, Clock.systemUTC(), "database", runbookRun);
  }

  /** A run of database.backup at an instant. */
  public RunByHand backup(Instant at) {
    return backup(Clock.fixed(at, java.time.ZoneOffset.UTC));
  }

  private RunByHand backup(Clock clock) {
    return new RunByHand(backupTask(), BackupTasks.USUAL, clock);
  }

  /** A run of database.restore-test on the newest backup. */
  public RunByHand restoreTest() {
    return new RunByHand(
        RestoreTests.of(door(), sandboxes(), tools()), RestoreTests.NEWEST, Clock.systemUTC());
  }

  /** The server removes all binary logs but the one that it writes; one that is read stays. */
  public void loseClosedLogs() throws SQLException {
    database.execute("FLUSH BINARY LOGS");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              database.execute("PURGE BINARY LOGS BEFORE NOW() + INTERVAL 1 DAY");
              return database.sql("SHOW BINARY LOGS").query((row, number) -> 1).list().size() == 1;
            });
  }

  /** A run of database.binlog-archive. */
  public RunByHand archiveLogs() {
    return new RunByHand(
        BinlogArchives.of(door(), sandboxes()), BinlogArchives.USUAL, Clock.systemUTC());
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
