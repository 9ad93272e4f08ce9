package dev.upkeep.database.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upkeep.database.filesbackup.FilesBackups;
import dev.upkeep.database.filesrestoretest.FilesRestoreTests;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.system.BackupPlace;
import dev.upkeep.system.BackupPolicy.Keep;
import dev.upkeep.system.Component;
import dev.upkeep.system.Exclusion;
import dev.upkeep.system.FilesComponent;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.secret.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Files of an application, a repository of restic for their backups, and a folder for sandboxes.
 */
public final class FilesStage {

  /** The repository's. */
  public static final String PASSWORD = "correct horse battery staple";

  /** What the key's file is called: its checksum. */
  private static final String KEY =
      "5ab6cd8f01c05972b764cf3d38b2192e175b28227c410362248eabd904f484ca";

  private static final Path RESTIC = Path.of("/usr/bin/restic");

  private final Path folder;
  private Path program = RESTIC;
  private String password = PASSWORD;
  private List<Path> paths;
  private List<Exclusion> exclude = List.of();
  private BackupPlace place;
  private String secretKey = S3Server.SECRET_KEY;
  private Keep keep = new Keep(7, 4, 12);
  private Optional<BackupStage> database = Optional.empty();

  private FilesStage(Path folder) throws Exception {
    this.folder = folder.toRealPath();
    this.paths = List.of(Files.createDirectories(source()));
    this.place = new BackupPlace.Folder(repository());
    makeRepository();
  }

  /** Needs restic, which CI has. */
  public static FilesStage in(Path folder) throws Exception {
    String missing = RESTIC + " is not here (Debian: apt-get install restic)";
    if (!Files.isExecutable(RESTIC)) {
      assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
    }
    assumeTrue(Files.isExecutable(RESTIC), missing);
    return new FilesStage(folder);
  }

  /** As restic makes it, but with a key that costs nothing to derive; see README.md beside it. */
  private void makeRepository() throws Exception {
    for (String part : List.of("data", "index", "keys", "locks", "snapshots")) {
      Files.createDirectories(repository().resolve(part));
    }
    Files.write(
        repository().resolve("config"), Base64.getMimeDecoder().decode(resource("config.base64")));
    Files.write(repository().resolve("keys").resolve(KEY), resource("key.json"));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = FilesStage.class.getResourceAsStream("/restic-repository/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  public Path source() {
    return folder.resolve("source");
  }

  public Path repository() {
    return folder.resolve("repository");
  }

  public Path sandboxFolder() {
    return folder.resolve("sandboxes");
  }

  public FilesStage program(Path other) {
    program = other;
    return this;
  }

  public FilesStage password(String other) {
    password = other;
    return this;
  }

  public FilesStage paths(Path... others) {
    paths = List.of(others);
    return this;
  }

  /** What of the paths is left out. */
  public FilesStage without(String... patterns) {
    exclude = Arrays.stream(patterns).map(p -> Exclusion.parse(p).orElseThrow()).toList();
    return this;
  }

  /** Keeps backups in a bucket, in which the same repository is made. */
  public FilesStage in(S3Server server, BackupPlace.Bucket bucket) throws IOException {
    server.fill(bucket, repository());
    return in(bucket);
  }

  /** Keeps backups in a bucket, whatever is there. */
  public FilesStage in(BackupPlace.Bucket bucket) {
    place = bucket;
    return this;
  }

  /** Signs in to the bucket with another key. */
  public FilesStage secretKey(String other) {
    secretKey = other;
    return this;
  }

  public FilesStage keeping(Keep other) {
    keep = other;
    return this;
  }

  /** The files belong to a database. */
  public FilesStage with(BackupStage stage) {
    database = Optional.of(stage);
    return this;
  }

  /** Writes a file with random content. */
  public FilesStage random(String name, int bytes, long seed) throws IOException {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    Path file = source().resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return this;
  }

  public FilesStage text(String name, String content) throws IOException {
    Path file = source().resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  public FileSets door() {
    var component =
        new FilesComponent(
            "documents",
            paths,
            exclude,
            database.map(_ -> "database"),
            new FilesComponent.Repository(
                place, new SecretReference.InEnvironment("RESTIC"), keep));
    Map<String, Component> components = Map.of("documents", component);
    var system = new MaintainedSystem("dms", "Documents", components, List.of(), List.of(), "hash");
    return new FileSets(
        name -> Optional.of(system).filter(s -> s.name().equals(name)),
        new Secrets(
            Map.of("RESTIC", password, "S3_ACCESS", S3Server.ACCESS_KEY, "S3_SECRET", secretKey)),
        program);
  }

  private TargetDatabases databases() {
    return database
        .map(BackupStage::door)
        .orElseGet(
            () ->
                new TargetDatabases(
                    _ -> Optional.empty(), new Secrets(Map.of()), Duration.ofDays(400)));
  }

  /** A run of files.backup. */
  public RunByHand backup() {
    return backup(FilesBackups.USUAL, UUID.randomUUID());
  }

  public RunByHand backup(Record parameters, UUID runbookRun) {
    return new RunByHand(
        FilesBackups.of(door(), databases()),
        parameters,
        Clock.systemUTC(),
        "documents",
        runbookRun);
  }

  /** A run of files.restore-test on the newest backup. */
  public RunByHand restoreTest() {
    return restoreTest(FilesRestoreTests.NEWEST);
  }

  public RunByHand restoreTest(Record parameters) {
    return new RunByHand(
        FilesRestoreTests.of(door(), new Sandboxes(sandboxFolder(), Optional.empty())),
        parameters,
        Clock.systemUTC(),
        "documents");
  }

  /** What restic says, as an operator would ask it; it must end well. */
  public String restic(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(RESTIC.toString(), "--quiet", "--no-cache", "--repo", repository().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("RESTIC_PASSWORD", PASSWORD);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
    return said;
  }

  /** All files of a kind in the repository, the largest first. */
  public List<Path> parts(String kind) throws IOException {
    try (Stream<Path> all = Files.walk(repository().resolve(kind))) {
      return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .sorted((a, b) -> Long.compare(b.toFile().length(), a.toFile().length()))
          .toList();
    }
  }

  /** Turns one bit of a file over. */
  public static void flip(Path file, long where) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    byte[] content = Files.readAllBytes(file);
    content[(int) where] ^= 1;
    Files.write(file, content);
  }
}
