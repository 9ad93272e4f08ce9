package dev.upkeep.notification.outcome;

import dev.upkeep.events.TaskSummary;
import dev.upkeep.events.TaskSummary.State;
import dev.upkeep.notification.delivery.Planned;
import dev.upkeep.notification.delivery.Told;
import dev.upkeep.notification.message.Notice;
import dev.upkeep.notification.stakeholder.Addressee;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Decides what becomes of news for each who is to hear it: it is sent, or it would only repeat what
 * the same person was just told. Two services tell of one failure, on two topics, in any order; a
 * person hears of it once.
 */
final class Telling {
  /** Two services write down the same instant, one of them perhaps less precisely. */
  private static final Duration SAME = Duration.ofSeconds(1);

  private Telling() {}

  /**
   * Decides on one piece of news.
   *
   * @param asOf the instant the news is of
   * @param addressees whom the subscriptions name
   * @param told everything that was decided about this runbook run before, oldest first
   */
  static List<Planned> decide(
      Notice notice, Instant asOf, List<Addressee> addressees, List<Told> told) {
    return audience(notice, addressees, told).stream()
        .map(
            addressee -> {
              List<Told> heard =
                  told.stream().filter(t -> key(t.addressee()).equals(key(addressee))).toList();
              return new Planned(addressee, last(heard), repetition(notice, asOf, heard));
            })
        .toList();
  }

  /** Whoever was told that something is wrong is also told how it ended. */
  private static List<Addressee> audience(
      Notice notice, List<Addressee> addressees, List<Told> told) {
    Map<String, Addressee> audience = new LinkedHashMap<>();
    addressees.forEach(addressee -> audience.putIfAbsent(key(addressee), addressee));
    if (closes(notice)) {
      told.stream()
          .filter(Told::arrives)
          .map(Told::addressee)
          .forEach(addressee -> audience.putIfAbsent(key(addressee), addressee));
    }
    return List.copyOf(audience.values());
  }

  private static boolean closes(Notice notice) {
    return switch (notice) {
      case Notice.Completed ignored -> true;
      case Notice.Failed ignored -> true;
      case Notice.Cancelled ignored -> true;
      case Notice.TaskFailed ignored -> false;
      case Notice.TaskNeedsOperator ignored -> false;
      case Notice.NeedsOperator ignored -> false;
      case Notice.Skipped ignored -> false;
    };
  }

  private static Optional<String> repetition(Notice notice, Instant asOf, List<Told> heard) {
    return switch (notice) {
      case Notice.TaskFailed ignored -> afterTheClosing(asOf, heard);
      case Notice.Failed(var failed) -> nothingButTheFailure(failed.tasks(), heard);
      case Notice.TaskNeedsOperator(var needs) ->
          saidByTheOther(needs.run().taskRunId(), notice.kind(), Notice.Kind.NEEDS_OPERATOR, heard);
      case Notice.NeedsOperator(var needs) ->
          saidByTheOther(needs.taskRunId(), notice.kind(), Notice.Kind.TASK_NEEDS_OPERATOR, heard);
      case Notice.Completed ignored -> Optional.empty();
      case Notice.Cancelled ignored -> Optional.empty();
      case Notice.Skipped ignored -> Optional.empty();
    };
  }

  /** The end of the run, which includes this failure, overtook the news of it. */
  private static Optional<String> afterTheClosing(Instant asOf, List<Told> heard) {
    return heard.stream()
        .filter(Told::arrives)
        .filter(told -> told.kind() == Notice.Kind.FAILED && !told.asOf().isBefore(asOf))
        .findFirst()
        .map(told -> "the message about the end of the run tells it: " + told.deliveryId());
  }

  /**
   * One task failed, nothing else came to an end, and the recipient has the account of that
   * failure.
   */
  private static Optional<String> nothingButTheFailure(List<TaskSummary> tasks, List<Told> heard) {
    List<TaskSummary> begun =
        tasks.stream().filter(task -> task.state() != State.NOT_STARTED).toList();
    if (begun.size() != 1 || begun.getFirst().state() != State.FAILED) {
      return Optional.empty();
    }
    TaskSummary failed = begun.getFirst();
    return heard.stream()
        .filter(Told::arrives)
        .filter(told -> told.kind() == Notice.Kind.TASK_FAILED)
        .filter(told -> told.taskRunId().equals(Optional.of(failed.taskRunId())))
        .filter(told -> sameEnd(told.asOf(), failed))
        .findFirst()
        .map(told -> "nothing happened after the failure that was told: " + told.deliveryId());
  }

  private static boolean sameEnd(Instant told, TaskSummary failed) {
    return failed.report() == null
        || Duration.between(told, failed.report().endedAt()).abs().compareTo(SAME) < 0;
  }

  /**
   * Worker and scheduler both say that a task waits for a person. The first of one matches the
   * first of the other, the second the second: a run may wait more than once.
   */
  private static Optional<String> saidByTheOther(
      UUID taskRunId, Notice.Kind mine, Notice.Kind other, List<Told> heard) {
    List<Told> ofTask =
        heard.stream().filter(told -> told.taskRunId().equals(Optional.of(taskRunId))).toList();
    long saidByMe = ofTask.stream().filter(told -> told.kind() == mine).count();
    return ofTask.stream()
        .filter(told -> told.kind() == other)
        .skip(saidByMe)
        .findFirst()
        .map(told -> "it was told already: " + told.deliveryId());
  }

  private static Optional<UUID> last(List<Told> heard) {
    return heard.stream().filter(Told::arrives).map(Told::deliveryId).reduce((a, b) -> b);
  }

  private static String key(Addressee addressee) {
    return addressee.channel() + " " + addressee.address().toLowerCase(Locale.ROOT);
  }
}
