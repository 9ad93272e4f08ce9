package dev.upkeep.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.upkeep.system.CleanupPolicy.Action;
import dev.upkeep.system.CleanupPolicy.UploadedFiles;
import dev.upkeep.system.Subscription.Channel;
import dev.upkeep.system.Subscription.Event;
import dev.upkeep.system.Subscription.Everyone;
import dev.upkeep.system.keyspace.EvictionPolicy;
import dev.upkeep.system.keyspace.KeyClass;
import dev.upkeep.system.keyspace.KeyRule;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.yaml.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SystemFileTest {

  static final Path EXAMPLE = Path.of("../systems/lcbp3-dms.yaml");
  private static final Path BAD = Path.of("src/test/resources/bad-systems");

  @Test
  void readsTheExampleThatShips() throws IOException {
    MaintainedSystem system = good(EXAMPLE);
    assertThat(system.name()).isEqualTo("lcbp3-dms");
    assertThat(system.title()).isEqualTo("LCBP3 document management");
    assertThat(system.components()).containsOnlyKeys("database", "cache", "documents", "backend");

    var database = (MariaDbComponent) system.component("database").orElseThrow();
    assertThat(database.url()).isEqualTo("jdbc:mariadb://127.0.0.1:3306/lcbp3_dms");
    assertThat(database.password())
        .isEqualTo(new SecretReference.InFile(Path.of("/run/secrets/lcbp3-db")));
    assertThat(database.datetimeZone()).contains(ZoneId.of("Asia/Bangkok"));
    assertThat(database.cleanup())
        .extracting(
            CleanupPolicy::table,
            CleanupPolicy::ageColumn,
            p -> p.olderThan().toString(),
            CleanupPolicy::action)
        .containsExactly(
            tuple("audit_logs", "created_at", "1y", new Action.Archive("audit_logs_archive")),
            tuple("notifications", "deleted_at", "90d", new Action.Delete()),
            tuple(
                "temp_uploads",
                "created_at",
                "24h",
                new Action.Delete(
                    Optional.of(
                        new UploadedFiles(
                            "file_path", Path.of("/srv/lcbp3/uploads"), Path.of("temp"))))));
    assertThat(database.cleanup())
        .extracting(p -> p.atMost().toString())
        .containsExactly("50%", "50%", "90%");

    assertThat(database.tuning().indexes().getFirst())
        .isEqualTo(
            WantedIndex.parse("idx_correspondences_status on correspondences (status, created_at)")
                .orElseThrow());
    assertThat(database.tuning().queries())
        .extracting(NamedQuery::name)
        .containsExactly("pending-correspondences", "rfas-in-review", "attachments-of-one");
    BackupPolicy backup = database.backup().orElseThrow();
    assertThat(backup.place()).isEqualTo(new BackupPlace.Folder(Path.of("/var/backups/upkeep")));
    assertThat(backup.keep()).isEqualTo(new BackupPolicy.Keep(7, 4, 12));
    assertThat(backup.encryption()).isEmpty();
    assertThat(backup.smokeQueries()).hasSize(2);

    var cache = (RedisComponent) system.component("cache").orElseThrow();
    assertThat(cache.keyspace().rules())
        .extracting(
            rule -> rule.pattern().toString(),
            KeyRule::keyClass,
            rule -> rule.idleLimit().orElse(null))
        .containsExactly(
            tuple("cache:*", KeyClass.CACHE, Duration.ofDays(30)),
            tuple("sess:*", KeyClass.SESSION, null),
            tuple("bull:*", KeyClass.QUEUE, null));
    assertThat(cache.maxmemory().orElseThrow().bytes()).isEqualTo(512L << 20);
    assertThat(cache.policy()).contains(EvictionPolicy.NOEVICTION);

    var documents = (FilesComponent) system.component("documents").orElseThrow();
    assertThat(documents.paths()).contains(Path.of("/srv/lcbp3/attachments"));
    assertThat(documents.belongsTo()).contains("database");
    assertThat(documents.repository())
        .isEqualTo(
            new FilesComponent.Repository(
                new BackupPlace.Folder(Path.of("/var/backups/upkeep-files")),
                new SecretReference.InFile(Path.of("/run/secrets/lcbp3-files")),
                new BackupPolicy.Keep(7, 4, 12)));

    Subscription told = system.subscriptions().getFirst();
    assertThat(told.to()).isEqualTo(new Everyone(Person.Role.STAKEHOLDER));
    assertThat(told.events()).containsExactlyInAnyOrder(Event.COMPLETION, Event.FAILURE);
    assertThat(told.channels()).containsExactlyInAnyOrder(Channel.EMAIL, Channel.CHAT);
    assertThat(system.addressed(told.to()))
        .extracting(Person::language)
        .containsExactly(Person.Language.TH);
  }

  static Stream<Path> badFiles() throws IOException {
    try (Stream<Path> files = Files.list(BAD)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  /** Beside each broken sample lies what must be said about it. */
  @ParameterizedTest
  @MethodSource("badFiles")
  void saysWhatIsWrongWhereAndHowToMendIt(Path file) throws IOException {
    String said =
        switch (SystemFile.read(file.getFileName().toString(), Files.readAllBytes(file))) {
          case SystemFile.Reading.Good good -> "good: " + good.system();
          case SystemFile.Reading.Bad bad ->
              String.join("\n", bad.problems().stream().map(FileProblem::toString).toList());
        };
    Path expected = Path.of(file.toString().replace(".yaml", ".expected"));
    assertThat(said).isEqualTo(Files.readString(expected).strip());
  }

  @Test
  void neverRepeatsWhatMayBeASecret() throws IOException {
    for (Path file : badFiles().toList()) {
      if (SystemFile.read("f", Files.readAllBytes(file)) instanceof SystemFile.Reading.Bad bad) {
        assertThat(bad.problems().toString()).doesNotContain("hunter2");
      }
    }
  }

  private static MaintainedSystem good(Path file) throws IOException {
    return switch (SystemFile.read(file.toString(), Files.readAllBytes(file))) {
      case SystemFile.Reading.Good(MaintainedSystem system) -> system;
      case SystemFile.Reading.Bad(List<FileProblem> problems) ->
          throw new AssertionError(problems.toString());
    };
  }
}
