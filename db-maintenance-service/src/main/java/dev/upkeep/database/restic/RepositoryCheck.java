package dev.upkeep.database.restic;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import java.util.List;

/**
 * What {@code restic check} found wrong with a repository, for the later steps of the run.
 *
 * @param damages each on one line
 */
public record RepositoryCheck(List<String> damages) {

  /** The finding. */
  public static final String DAMAGED = "files.repository-damaged";

  private static final String REMEMBERED = "repository-damages";
  private static final int MOST_NAMED = 20;

  public RepositoryCheck {
    damages = List.copyOf(damages);
  }

  /** Checks it, reports and remembers what is wrong, and answers that. */
  public static List<String> of(StepContext context, Repository repository) throws Exception {
    context.looksFor(DAMAGED);
    Ended ended = repository.check(context);
    List<String> damages =
        ended.isGood()
            ? List.of()
            : ended.said().isEmpty()
                ? List.of(ended.words())
                : ended.said().stream().limit(MOST_NAMED).toList();
    context.remember(REMEMBERED, new RepositoryCheck(damages));
    if (!damages.isEmpty()) {
      context.found(
          new Sighting(
              DAMAGED,
              repository.place(),
              Severity.CRITICAL,
              "The repository %s is damaged: %s".formatted(repository.place(), damages.getFirst()),
              "Keep it as it is, back up into another repository now, and look after the disk;"
                  + " 'restic check --read-data' says what else is wrong",
              Evidence.of("damages", damages)));
    }
    return damages;
  }

  /** What was found; nothing if nothing was. */
  public static List<String> in(StepContext context) {
    return context
        .recall(REMEMBERED, RepositoryCheck.class)
        .map(RepositoryCheck::damages)
        .orElse(List.of());
  }
}
