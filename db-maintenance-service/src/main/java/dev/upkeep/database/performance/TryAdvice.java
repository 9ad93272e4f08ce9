package dev.upkeep.database.performance;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.advice.AsSelect;
import dev.upkeep.database.advice.IndexAdvice;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.database.slowlog.QueryClass;
import dev.upkeep.database.slowlog.QueryClasses;
import dev.upkeep.database.table.Index;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.NamedQuery;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tries the indexes that were thought of on a copy of the database, and advises those that save
 * rows there. Of two that serve the same queries one is left. Where there is no copy they are
 * advised all the same, and it is said that they were not tried.
 */
final class TryAdvice implements RepeatableStep {

  static final String ADVICE = "database.index-advice";

  private final TargetDatabases databases;
  private final CopyForTrials copy;

  TryAdvice(TargetDatabases databases, Sandboxes sandboxes) {
    this.databases = databases;
    this.copy = new CopyForTrials(databases, sandboxes);
  }

  @Override
  public String name() {
    return "try-advice";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(24);
  }

  @Override
  public Duration silenceLimit() {
    return Duration.ofHours(3);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    context.looksFor(ADVICE);
    List<Candidate> candidates = Candidate.in(context);
    if (candidates.isEmpty()) {
      return StepOutcome.skipped("no index was thought of");
    }
    Map<String, NamedQuery> texts = new HashMap<>();
    StepOutcome read =
        databases.look(
            context,
            session -> {
              texts.putAll(texts(context, session));
              return StepOutcome.done(Evidence.none());
            });
    if (read instanceof StepOutcome.Failed) {
      return read;
    }
    Map<IndexAdvice, List<NamedQuery>> queries = new LinkedHashMap<>();
    Map<IndexAdvice, List<String>> names = new LinkedHashMap<>();
    for (IndexAdvice index : needed(candidates)) {
      List<String> served =
          candidates.stream()
              .filter(candidate -> index.serves(candidate.advice()))
              .map(Candidate::query)
              .toList();
      names.put(index, served);
      queries.put(
          index,
          served.stream()
              .flatMap(query -> Optional.ofNullable(texts.get(query)).stream())
              .toList());
    }
    Map<IndexAdvice, Trial> trials =
        context.parameters(PerformanceReviewParameters.class).proveAdvice()
            ? copy.of(context, queries)
            : CopyForTrials.none(queries, "'prove-advice' is false");
    return told(context, names, trials);
  }

  private static List<IndexAdvice> needed(List<Candidate> candidates) {
    return IndexAdvice.withoutDoubles(candidates.stream().map(Candidate::advice).toList());
  }

  /** The statements to try, read again: with their literals they are kept nowhere. */
  private static Map<String, NamedQuery> texts(StepContext context, TargetSession session)
      throws Exception {
    Map<String, NamedQuery> texts = new HashMap<>();
    session
        .database()
        .component()
        .tuning()
        .queries()
        .forEach(query -> texts.put(query.name(), query));
    Optional<ReadSlowQueries.Told> told = ReadSlowQueries.told(context);
    if (told.isPresent()) {
      Source source = Source.of(session, session.database().component().tuning());
      List<QueryClass> classes =
          SlowLog.read(session, source, Instant.parse(told.get().since()))
              .map(QueryClasses::byTime)
              .orElse(List.of());
      for (QueryClass one : classes) {
        AsSelect.of(one.slowest())
            .ifPresent(select -> texts.put(one.id(), new NamedQuery(one.id(), select)));
      }
    }
    return texts;
  }

  private static StepOutcome told(
      StepContext context, Map<IndexAdvice, List<String>> names, Map<IndexAdvice, Trial> trials) {
    Map<String, Object> indexes = new LinkedHashMap<>();
    List<String> advised = new ArrayList<>();
    trials.forEach(
        (index, trial) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("columns", index.table() + Index.sql(index.parts()));
          row.put("outcome", outcome(trial));
          indexes.put(index.name(), row);
          if (!(trial instanceof Trial.Tried tried) || tried.helps()) {
            advised.add(index.name());
            found(context, index, names.getOrDefault(index, List.of()), trial);
          }
        });
    return StepOutcome.done(Evidence.of("advised", advised).with("indexes", indexes));
  }

  private static String outcome(Trial trial) {
    return switch (trial) {
      case Trial.NotTried(String why) -> "not tried: " + why;
      case Trial.Tried tried ->
          tried.helps() ? "it saves rows on " + tried.on() : "it saves too little; not advised";
    };
  }

  private static void found(
      StepContext context, IndexAdvice index, List<String> queries, Trial trial) {
    String definition =
        "%s on %s %s".formatted(index.name(), index.table(), Index.sql(index.parts()));
    context.found(
        new Sighting(
            ADVICE,
            index.table() + "." + index.name(),
            Severity.WARNING,
            "An index would help %s: %s: %s"
                .formatted(String.join(", ", queries), definition, index.reason()),
            "Add it to 'indexes' of the system file, or run database.index-apply with"
                + " indexes: [\"%s\"]; it is measured there and taken back if it does harm"
                    .formatted(definition),
            switch (trial) {
              case Trial.NotTried(String why) -> Evidence.of("tried-on", "not tried: " + why);
              case Trial.Tried tried ->
                  Evidence.of("tried-on", tried.on()).with("queries", tried.figures());
            }));
  }

  @Override
  public Plan plan(StepContext context) {
    int indexes = needed(Candidate.in(context)).size();
    return Plan.of(
        context.parameters(PerformanceReviewParameters.class).proveAdvice()
            ? "would try %d indexes on a copy of the newest backup".formatted(indexes)
            : "would advise %d indexes that were not tried".formatted(indexes));
  }
}
