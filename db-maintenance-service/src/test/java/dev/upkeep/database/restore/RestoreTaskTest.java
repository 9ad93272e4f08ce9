package dev.upkeep.database.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.testkit.BackupStage;
import dev.upkeep.database.testkit.Everything;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTaskTest {

  @TempDir private Path folder;
  private BackupStage stage;
  private String copy;

  @BeforeEach
  void backUp() throws Exception {
    stage = BackupStage.in(folder).encryptedFor(BackupStage.RECIPIENT, BackupStage.IDENTITY);
    copy = stage.database().schema() + "_again";
    stage
        .database()
        .grant("database.restore", "`copy`", "`" + copy + "`")
        .execute("DROP DATABASE IF EXISTS " + copy);
  }

  @AfterEach
  void dropAll() throws Exception {
    stage.database().execute("DROP DATABASE IF EXISTS " + copy);
    stage.close();
  }

  @Test
  void bringsAProvenBackupBackAndComparesIt() throws Exception {
    Everything.into(stage.database());
    stage.backup().complete();
    stage.restoreTest().complete();

    assertThat(restore(null).complete().values())
        .containsEntry("restored-into", copy)
        .containsKey("recovery-seconds");

    assertThat(stage.database().count(copy + ".many")).isEqualTo(20_000);
    assertThat(stage.database().count(copy + ".a_view")).isEqualTo(1);
    assertThat(
            stage
                .database()
                .sql(
                    "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = :copy AND"
                        + " TABLE_NAME = :mark")
                .param("copy", copy)
                .param("mark", CopyDatabase.MARK)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void anAttemptThatDiedIsBegunAgainFromNothing() throws Exception {
    small();
    stage.restoreTest().complete();
    int[] files = {0};
    RunByHand run =
        restore(null)
            .onSafePoint(
                (step, where) -> {
                  if (step.equals("restore-files") && ++files[0] == 2) {
                    throw new RunByHand.Killed();
                  }
                });
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> run.attempt(1)))
        .isInstanceOf(RunByHand.Killed.class);
    assertThat(stage.database().count(copy + "." + CopyDatabase.MARK)).isEqualTo(1);

    assertThat(run.attempt(2)).isInstanceOf(End.Completed.class);
    assertThat(stage.database().count(copy + ".t")).isEqualTo(3);
  }

  @Test
  void touchesNothingThatIsThere() throws Exception {
    small();
    stage.restoreTest().complete();
    stage.database().execute("CREATE DATABASE " + copy);
    stage.database().execute("CREATE TABLE " + copy + ".precious (id INT PRIMARY KEY)");

    assertThat(restore(null).attempt(1))
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed -> assertThat(failed.outcome().reason()).contains("is not empty"));
    assertThat(stage.database().count(copy + ".precious")).isZero();
    assertThat(restore(null).dryRun())
        .extracting(Plan::line)
        .anyMatch(line -> line.startsWith("would refuse"));
  }

  @Test
  void takesAnUnprovenBackupOnlyByName() throws Exception {
    small();
    String name = stage.backups().all().getFirst().name();
    assertThat(restore(null).attempt(1))
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed -> {
              assertThat(failed.outcome().reason()).contains("was proven");
              assertThat(failed.outcome().remedy()).contains(name);
            });
    restore(name).complete();
    assertThat(stage.database().count(copy + ".t")).isEqualTo(3);
  }

  @Test
  void namesTheGrantsThatAreMissing() throws Exception {
    small();
    var elsewhere =
        new RunByHand(
            new RestoreTask(stage.door(), stage.sandboxes(), stage.tools()),
            new RestoreParameters("elsewhere", null, null, false),
            Clock.systemUTC());
    assertThat(elsewhere.attempt(1))
        .isInstanceOfSatisfying(
            End.Refused.class,
            refused ->
                assertThat(((Precheck.Fail) refused.precheck()).remedy())
                    .contains("ON `elsewhere`.* TO"));
  }

  @Test
  void replacesProductionOnlyAfterApprovalAndSaysBeforeWhatWillBeLost() throws Exception {
    Everything.into(stage.database());
    stage.backup().complete();
    stage.restoreTest().complete();
    production();
    stage.database().execute("CREATE TABLE since (id INT PRIMARY KEY);\nDELETE FROM many;\n");
    String backup = stage.backups().all().getFirst().name();
    RunByHand run = restore(stage.database().schema(), true);

    End asked = run.attempt(1);

    assertThat(asked)
        .isInstanceOfSatisfying(
            End.Asked.class,
            question -> {
              assertThat(question.step()).isEqualTo("await-approval");
              assertThat(question.outcome().plan())
                  .contains(
                      "'%s'".formatted(stage.database().schema()), "ALL OF IT WILL BE DROPPED")
                  .contains(backup);
            });
    assertThat(stage.database().count("since")).isZero();

    run.approve("await-approval", "person:ann", "the application is stopped");
    // The worker dies while it reads the files in, and another goes on.
    int[] files = {0};
    run.onSafePoint(
        (step, where) -> {
          if (step.equals("restore-files") && ++files[0] == 3) {
            throw new RunByHand.Killed();
          }
        });
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> run.attempt(2)))
        .isInstanceOf(RunByHand.Killed.class);
    run.onSafePoint((step, where) -> {});

    assertThat(run.complete().values())
        .containsEntry("approved-by", "person:ann")
        .containsEntry("approval-reason", "the application is stopped")
        .containsKey("approved-at");
    assertThat(stage.database().count("many")).isEqualTo(20_000);
    assertThat(
            stage
                .database()
                .sql(
                    "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN ('since', 'upkeep_restoring')")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void refusesWhenProductionIsNotAnyMoreWhatWasApproved() throws Exception {
    small();
    stage.restoreTest().complete();
    production();
    RunByHand run = restore(stage.database().schema(), true);
    assertThat(run.attempt(1)).isInstanceOf(End.Asked.class);
    run.approve("await-approval", "person:ann", "yes");
    stage.database().execute("CREATE TABLE meanwhile (id INT PRIMARY KEY)");

    assertThat(run.attempt(2))
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed ->
                assertThat(failed.outcome().reason())
                    .contains("not hold any more what was approved"));
    assertThat(stage.database().count("t")).isEqualTo(3);
    assertThat(stage.database().count("meanwhile")).isZero();
  }

  /** The account may fill the application's own database. */
  private void production() throws Exception {
    stage.database().grant("database.restore", "`copy`", "`" + stage.database().inGrants() + "`");
  }

  private RunByHand restore(String into, boolean replace) {
    return new RunByHand(
        new RestoreTask(stage.door(), stage.sandboxes(), stage.tools()),
        new RestoreParameters(into, null, null, replace),
        Clock.systemUTC());
  }

  private void small() throws Exception {
    stage
        .database()
        .execute("CREATE TABLE t (id INT PRIMARY KEY);\nINSERT INTO t VALUES (1), (2), (3);\n");
    stage.backup().complete();
  }

  private RunByHand restore(@org.jspecify.annotations.Nullable String backup) {
    return new RunByHand(
        new RestoreTask(stage.door(), stage.sandboxes(), stage.tools()),
        new RestoreParameters(copy, backup, null, false),
        Clock.systemUTC());
  }
}
