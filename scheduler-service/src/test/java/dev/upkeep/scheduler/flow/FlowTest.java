package dev.upkeep.scheduler.flow;

import static dev.upkeep.scheduler.flow.Story.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.events.MaintenanceCancelRequested;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.MaintenanceResolved;
import dev.upkeep.events.RunbookCancelled;
import dev.upkeep.events.RunbookCompleted;
import dev.upkeep.events.RunbookFailed;
import dev.upkeep.events.RunbookNeedsOperator;
import dev.upkeep.events.RunbookSkipped;
import dev.upkeep.events.RunbookStarted;
import dev.upkeep.events.TaskSummary.State;
import dev.upkeep.scheduler.flow.Decision.Moved;
import dev.upkeep.scheduler.flow.Decision.Refused;
import dev.upkeep.scheduler.flow.Decision.Stale;
import dev.upkeep.scheduler.flow.RunDefinition.TaskDefinition;
import dev.upkeep.scheduler.runbook.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FlowTest {

  @Test
  void sendsWhatNeedsNothingAndWaitsForAWorker() {
    Story story = Story.of(task("backup"), task("optimize", "backup"), task("cache"));
    assertThat(story.told(MaintenanceDue.class))
        .extracting(due -> due.run().task())
        .containsExactly("backup", "cache");
    assertThat(story.told(RunbookStarted.class).getFirst().tasks())
        .containsExactly("backup", "optimize", "cache");
    assertThat(story.run().state()).isEqualTo(RunState.WAITING);
    assertThat(story.run().reason())
        .isEqualTo(
            "waits for a worker to take 'backup' (database.optimize), 'cache' (database.optimize)");
    assertThat(story.state("optimize")).isEqualTo(State.WAITING);
  }

  @Test
  void theDueEventSaysUntilWhenItMayStartAndHowLongItMayRun() {
    MaintenanceDue due = Story.of(task("backup")).told(MaintenanceDue.class).getFirst();
    assertThat(due.startBefore()).isEqualTo(Story.BEGIN.plus(Duration.ofHours(1)));
    assertThat(due.runLimitSeconds()).isEqualTo(Duration.ofHours(6).toSeconds());
    assertThat(due.systemHash()).isEqualTo("hash");
    assertThat(due.parameters()).isEqualTo(Map.of("a", 1));
    assertThat(due.triggeredBy()).isEqualTo("schedule");
  }

  @Test
  void sendsTheNextTaskWhenAllItNeedsIsDone() {
    Story story = Story.of(task("a"), task("b"), task("c", "a", "b"));
    story.hears(story.completed("a"));
    assertThat(story.state("c")).isEqualTo(State.WAITING);
    story.hears(story.skipped("b"));
    assertThat(story.state("c")).isEqualTo(State.SENT);
    story.hears(story.completed("c"));
    assertThat(story.run().state()).isEqualTo(RunState.COMPLETED);
    assertThat(story.run().endedAt()).isEqualTo(story.now);
    assertThat(story.told(RunbookCompleted.class)).hasSize(1);
    assertThat(story.told(RunbookCompleted.class).getFirst().tasks())
        .extracting(summary -> summary.state())
        .containsExactly(State.COMPLETED, State.SKIPPED, State.COMPLETED);
  }

  @Test
  void aFailedTaskCutsOffWhatNeedsItAndTheOthersGoOn() {
    Story story = Story.of(task("a"), task("b", "a"), task("c", "b"), task("free"));
    story.hears(story.failed("a"));
    assertThat(story.state("b")).isEqualTo(State.NOT_STARTED);
    assertThat(story.state("c")).isEqualTo(State.NOT_STARTED);
    assertThat(story.run().state().isEnd()).isFalse();
    story.hears(story.completed("free"));
    assertThat(story.run().state()).isEqualTo(RunState.FAILED);
    RunbookFailed failed = story.told(RunbookFailed.class).getFirst();
    assertThat(failed.reason()).isEqualTo("'a' failed: disk full");
    assertThat(failed.tasks().getFirst().remedy()).isEqualTo("Free some");
    assertThat(failed.tasks().get(1).reason()).isEqualTo("it needs 'a'");
  }

  @Test
  void hearingSomethingFiveTimesIsHearingItOnce() {
    Story story = Story.of(task("a"), task("b", "a"));
    for (int i = 0; i < 5; i++) {
      story.hears(story.accepted("a"), 1);
    }
    for (int i = 0; i < 5; i++) {
      story.hears(story.started("a"), 2);
    }
    for (int i = 0; i < 5; i++) {
      story.hears(story.completed("a"), 3);
    }
    assertThat(story.told(MaintenanceDue.class)).hasSize(2);
    assertThat(story.last).isInstanceOf(Stale.class);
  }

  @Test
  void whatWasOvertakenChangesNothing() {
    Story story = Story.of(task("a"));
    story.hears(story.asks("a"), 5);
    story.hears(story.progressed("a"), 4);
    assertThat(story.last).isEqualTo(new Stale("sequence 4 after 5"));
    assertThat(story.state("a")).isEqualTo(State.NEEDS_OPERATOR);
  }

  @Test
  void anEndCountsEvenIfNothingWasHeardBefore() {
    Story story = Story.of(task("a"));
    story.hears(story.completed("a"), 9);
    assertThat(story.run().state()).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void nothingFollowsAnEnd() {
    Story story = Story.of(task("a"));
    story.hears(story.failed("a"));
    story.hears(story.completed("a"));
    assertThat(story.last).isEqualTo(new Stale("COMPLETED in state FAILED"));
    assertThat(story.run().state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void keepsWhatTheWorkerTells() {
    Story story = Story.of(task("a"));
    story.hears(story.started("a")).after(Duration.ofMinutes(1)).hears(story.progressed("a"));
    TaskRun.Work work = story.run().task("a").orElseThrow().work();
    assertThat(work)
        .isEqualTo(new TaskRun.Work(Story.BEGIN, 1, "worker", "rebuild", 0.5, "half", 10L));
    assertThat(story.run().state()).isEqualTo(RunState.RUNNING);
  }

  @Test
  void aTaskThatAsksMakesTheRunAsk() {
    Story story = Story.of(task("a"));
    story.hears(story.started("a")).hears(story.asks("a"));
    assertThat(story.run().state()).isEqualTo(RunState.NEEDS_OPERATOR);
    assertThat(story.run().reason()).isEqualTo("'a' asks: Was it rebuilt?");
    RunbookNeedsOperator asked = story.told(RunbookNeedsOperator.class).getFirst();
    assertThat(asked.taskRunId()).isEqualTo(story.ref("a").taskRunId());
    story.resolve("a");
    assertThat(story.told(MaintenanceResolved.class).getFirst().answer())
        .isEqualTo(MaintenanceResolved.Answer.HAPPENED);
    story.hears(story.progressed("a"));
    assertThat(story.run().state()).isEqualTo(RunState.RUNNING);
  }

  @Test
  void onlyATaskThatAsksCanBeResolved() {
    Story story = Story.of(task("a"));
    story.resolve("a");
    assertThat(story.last)
        .isEqualTo(
            new Refused(
                "task 'a' is SENT and asks nothing; only a task that needs an operator can be"
                    + " resolved"));
    story.resolve("nobody");
    assertThat(story.last).isEqualTo(new Refused("the run has no task 'nobody'; it has [a]"));
  }

  @Test
  void cancellingAsksWhatIsOutToStopAndSendsNothingMore() {
    Story story = Story.of(task("a"), task("b", "a"));
    story.cancel();
    assertThat(story.told(MaintenanceCancelRequested.class))
        .extracting(asked -> asked.run().task())
        .containsExactly("a");
    assertThat(story.state("b")).isEqualTo(State.NOT_STARTED);
    assertThat(story.run().state().isEnd()).isFalse();
    story.hears(story.cancelled("a"));
    assertThat(story.run().state()).isEqualTo(RunState.CANCELLED);
    RunbookCancelled told = story.told(RunbookCancelled.class).getFirst();
    assertThat(told.requestedBy()).isEqualTo("person:ann");
    assertThat(told.reason()).isEqualTo("lunch");
  }

  @Test
  void whatEndedBeforeItCouldBeStoppedHasEnded() {
    Story story = Story.of(task("a"));
    story.cancel().hears(story.completed("a"));
    assertThat(story.run().state()).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void cancellingTwiceOrTooLateIsRefused() {
    Story story = Story.of(task("a"));
    story.cancel().cancel();
    assertThat(story.last)
        .isEqualTo(
            new Refused(
                "person:ann has asked for it to stop already; it ends when its workers have"));
    story.hears(story.cancelled("a")).cancel();
    assertThat(story.last)
        .isEqualTo(new Refused("the run is CANCELLED already; there is nothing left to stop"));
  }

  @Test
  void whatNobodyAcceptsIsSentAgainAtDoublingDistances() {
    Story story = Story.of(task("a"));
    assertThat(story.run().watchAt()).contains(Story.BEGIN.plusSeconds(60));
    story.after(Duration.ofSeconds(59)).watch();
    assertThat(story.last).isInstanceOf(Stale.class);
    story.after(Duration.ofSeconds(1)).watch();
    assertThat(story.told(MaintenanceDue.class)).hasSize(2);
    assertThat(story.told(MaintenanceDue.class).get(1))
        .isEqualTo(story.told(MaintenanceDue.class).get(0));
    assertThat(story.run().watchAt()).contains(Story.BEGIN.plusSeconds(120));
    story.after(Duration.ofSeconds(60)).watch();
    assertThat(story.run().watchAt()).contains(Story.BEGIN.plusSeconds(240));
    story.hears(story.accepted("a"));
    assertThat(story.run().watchAt())
        .contains(Story.BEGIN.plus(Duration.ofHours(1)).plus(TaskRun.MARGIN));
  }

  @Test
  void whatIsSentAgainAfterItWasCancelledIsCancelledAgain() {
    Story story = Story.of(task("a"));
    story.cancel().after(Duration.ofSeconds(60)).watch();
    assertThat(story.told)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly(
            "RunbookStarted",
            "MaintenanceDue",
            "MaintenanceCancelRequested",
            "MaintenanceDue",
            "MaintenanceCancelRequested");
  }

  @Test
  void whatNobodyTakesInTimeHasFailed() {
    Story story = Story.of(task("a"), task("b", "a"));
    story.after(Duration.ofHours(1)).after(TaskRun.MARGIN).watch();
    assertThat(story.run().state()).isEqualTo(RunState.FAILED);
    assertThat(story.run().reason()).contains("no worker service took it before 2026-11-22T20:00");
    assertThat(story.run().watchAt()).isEmpty();
  }

  @Test
  void whatIsAcceptedAndNeverStartedHasFailed() {
    Story story = Story.of(task("a"));
    story.hears(story.accepted("a")).after(Duration.ofHours(2)).watch();
    assertThat(story.run().reason()).contains("no worker started it before");
  }

  @Test
  void whatGoesSilentBeyondItsLimitHasFailed() {
    Story story = Story.of(task("a"));
    story.hears(story.started("a"));
    story.after(Duration.ofHours(6).plusSeconds(119)).watch();
    assertThat(story.last).isInstanceOf(Stale.class);
    story.after(Duration.ofSeconds(1)).watch();
    assertThat(story.run().reason()).contains("nothing was heard of it within its limit of PT6H");
  }

  @Test
  void whatWaitsForAPersonWaitsForEver() {
    Story story = Story.of(task("a"));
    story.hears(story.asks("a"));
    assertThat(story.run().watchAt()).isEmpty();
    story.after(Duration.ofDays(30)).watch();
    assertThat(story.last).isInstanceOf(Stale.class);
  }

  @Test
  void aSkippedRunTellsWhyAndSendsNothing() {
    Moved skipped =
        Flow.skip(Story.planned(UUID.randomUUID(), task("a")), "still running", Story.BEGIN);
    assertThat(skipped.run().state()).isEqualTo(RunState.SKIPPED);
    assertThat(skipped.tell()).hasOnlyElementsOfType(RunbookSkipped.class);
    assertThat(skipped.run().task("a").orElseThrow().state()).isEqualTo(State.NOT_STARTED);
  }

  @Test
  void takingUpAgainLeavesDoneWhatWasDone() {
    Story old = Story.of(task("a"), task("b", "a"), task("c", "b"));
    old.hears(old.completed("a")).hears(old.failed("b"));
    RunbookRun fresh = Story.planned(UUID.randomUUID(), task("a"), task("b", "a"), task("c", "b"));
    Moved again = (Moved) Flow.rerun(old.run(), fresh, old.now);
    assertThat(again.run().tasks())
        .extracting(TaskRun::state)
        .containsExactly(State.COMPLETED, State.SENT, State.WAITING);
    assertThat(again.run().rerunOf()).isEqualTo(old.run().id());
    assertThat(again.run().task("a").orElseThrow().reason())
        .isEqualTo("done in run " + old.run().id());
    assertThat(again.run().task("a").orElseThrow().id())
        .isNotEqualTo(old.run().task("a").orElseThrow().id());
  }

  @Test
  void whatChangedSinceIsDoneAnewAndSoIsWhatNeedsIt() {
    Story old = Story.of(task("a"), task("b", "a"), task("c"), task("d", "b", "c"));
    old.hears(old.completed("a")).hears(old.completed("b")).hears(old.completed("c"));
    old.hears(old.failed("d"));
    TaskDefinition changed =
        new TaskDefinition(
            "a", "database.optimize", "database", List.of(), Map.of("a", 2), Limits.DEFAULT);
    RunbookRun fresh =
        Story.planned(UUID.randomUUID(), changed, task("b", "a"), task("c"), task("d", "b", "c"));
    Moved again = (Moved) Flow.rerun(old.run(), fresh, old.now);
    assertThat(again.run().tasks())
        .extracting(TaskRun::state)
        .containsExactly(State.SENT, State.WAITING, State.COMPLETED, State.WAITING);
  }

  @Test
  void onlyWhatFailedOrWasCancelledIsTakenUpAgain() {
    Story old = Story.of(task("a"));
    RunbookRun fresh = Story.planned(UUID.randomUUID(), task("a"));
    assertThat(Flow.rerun(old.run(), fresh, old.now))
        .isEqualTo(
            new Refused("the run is WAITING; only a FAILED or CANCELLED run can be run again"));
    old.hears(old.completed("a"));
    assertThat(Flow.rerun(old.run(), fresh, old.now))
        .isEqualTo(
            new Refused(
                "the run is COMPLETED; only a FAILED or CANCELLED run can be run again, trigger the"
                    + " runbook instead"));
  }

  @Test
  void thereMustBeSomethingLeftToDo() {
    Story old = Story.of(task("a"), task("b"));
    old.hears(old.completed("a")).hears(old.failed("b"));
    assertThat(Flow.rerun(old.run(), Story.planned(UUID.randomUUID(), task("a")), old.now))
        .isEqualTo(new Refused("everything the runbook has now was done in that run"));
  }
}
