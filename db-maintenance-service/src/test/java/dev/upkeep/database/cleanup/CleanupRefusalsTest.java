package dev.upkeep.database.cleanup;

import static dev.upkeep.database.cleanup.CleanupBench.archive;
import static dev.upkeep.database.cleanup.CleanupBench.delete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.ServiceSchema;
import dev.upkeep.database.testkit.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is refused, and in which words. */
class CleanupRefusalsTest {
  private CleanupBench bench;
  private TestDatabase database;

  @BeforeEach
  void make() throws SQLException {
    bench = new CleanupBench();
    database = bench.database;
  }

  @AfterEach
  void drop() throws SQLException {
    bench.close();
  }

  @Test
  void failsByNameWhenTheArchiveHasTheKeyAlready() throws Exception {
    bench.logs("audit", 1_000);
    database.execute("INSERT INTO audit_archive VALUES (250, 'another', '2020-01-01')");

    End end = bench.run(100, archive("audit", "created_at", "1y", "audit_archive")).attempt(1);

    assertThat(end)
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed -> {
              assertThat(failed.step()).isEqualTo("move-rows/audit");
              assertThat(failed.outcome().reason()).contains("Duplicate entry '250'");
              assertThat(failed.outcome().retryable()).isFalse();
            });
    assertThat(database.count("audit") + database.count("audit_archive")).isEqualTo(1_001);
  }

  @Test
  void refusesTablesThatDoNotFitByName() throws Exception {
    database.execute(
        """
        CREATE TABLE parent (id INT PRIMARY KEY, at DATETIME, text VARCHAR(100), extra INT);
        CREATE TABLE parent_archive (id INT PRIMARY KEY, at DATETIME, text VARCHAR(50));
        CREATE TABLE child (id INT PRIMARY KEY, parent_id INT, FOREIGN KEY (parent_id) REFERENCES parent (id));
        CREATE TABLE keyless (at INT);
        CREATE VIEW looks AS SELECT * FROM parent;
        """);

    End end =
        bench
            .run(
                100,
                archive("parent", "at", "1y", "parent_archive"),
                delete("keyless", "at", "1y"),
                delete("looks", "at", "1y"),
                delete("child", "created", "1y"),
                delete("gone", "at", "1y"))
            .attempt(1);

    assertThat(end)
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed ->
                assertThat(failed.outcome().reason())
                    .contains("the archive 'parent_archive' has no column 'extra'")
                    .contains(
                        "the column 'text' of the archive 'parent_archive' is varchar(50), not varchar(100)")
                    .contains("referred to by foreign keys of " + database.schema() + ".child")
                    .contains("'keyless' has no primary key")
                    .contains("the age column 'at' of 'keyless' is int(11)")
                    .contains("'looks' is no InnoDB table")
                    .contains("'child' has no column 'created', but: id, parent_id")
                    .contains("there is no table 'gone'"));
  }

  @Test
  void refusesToWorkWhenTheClocksDoNotAgree() throws Exception {
    bench.logs("audit", 10);
    var run =
        new RunByHand(
            new CleanupTask(
                database.door(
                    CleanupBench.BANGKOK, archive("audit", "created_at", "1y", "audit_archive")),
                ServiceSchema.none()),
            new CleanupParameters(null, 100, "2s", false, false),
            Clock.offset(Clock.systemUTC(), Duration.ofMinutes(6)));

    assertThat(run.attempt(1))
        .isInstanceOfSatisfying(
            End.Failed.class, failed -> assertThat(failed.outcome().reason()).contains("s apart"));
  }

  @Test
  void namesTheMissingGrants() throws Exception {
    try (TestDatabase poor = TestDatabase.withRights("SELECT, INSERT")) {
      poor.execute("CREATE TABLE t (id INT PRIMARY KEY, at DATETIME)");
      var run =
          new RunByHand(
              new CleanupTask(
                  poor.door(CleanupBench.BANGKOK, delete("t", "at", "1y")), ServiceSchema.none()),
              new CleanupParameters(null, 100, "2s", false, false),
              Clock.systemUTC());

      assertThat(run.attempt(1))
          .asString()
          .contains(
              "GRANT DELETE, CREATE, CREATE TEMPORARY TABLES ON `%s`.* TO '%s'@'%%';"
                  .formatted(poor.schema(), poor.account()))
          .contains("GRANT UPDATE ON `%s`.`upkeep_fences`".formatted(poor.schema()));
    }
  }

  @Test
  void saysThatThePasswordIsWrongWithoutSayingIt() throws Exception {
    var run =
        new RunByHand(
            new CleanupTask(
                database.door(CleanupBench.BANGKOK, "wrong-secret", delete("t", "at", "1y")),
                ServiceSchema.none()),
            new CleanupParameters(null, 100, "2s", false, false),
            Clock.systemUTC());

    assertThat(run.attempt(1))
        .asString()
        .contains("Access denied for user")
        .contains("retryable=false")
        .doesNotContain("wrong-secret");
  }

  @Test
  void refusesAPolicyThatTheSystemFileDoesNotHave() {
    var run =
        new RunByHand(
            new CleanupTask(
                database.door(CleanupBench.BANGKOK, delete("t", "at", "1y")), ServiceSchema.none()),
            new CleanupParameters(List.of("audit"), 100, "2s", false, false),
            Clock.systemUTC());

    assertThatThrownBy(run::complete)
        .hasMessageContaining("no cleanup policy for the table 'audit'");
  }
}
