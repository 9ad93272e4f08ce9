package dev.upkeep.database.performance;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.advice.AsSelect;
import dev.upkeep.database.advice.IndexAdvice;
import dev.upkeep.database.performance.SlowClass.News;
import dev.upkeep.database.query.Measuring;
import dev.upkeep.database.query.TableAccess;
import dev.upkeep.database.slowlog.QueryClass;
import dev.upkeep.database.slowlog.QueryClasses;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the slow queries since the last review and explains the worst classes. The slowest call of
 * each is in this step's memory alone, since its literals may be people's data; what is remembered
 * and told has none.
 */
final class ReadSlowQueries implements LookingStep {

  static final String SLOW = "database.slow-query";
  static final String SLOWER = "database.slower-query";
  static final String LOG_OFF = "database.slow-log-off";

  private static final Duration EXPLAINING = Duration.ofSeconds(5);

  private static final String REMEMBERED = "slow-classes";

  private final TargetDatabases databases;
  private final KnownClasses known;

  ReadSlowQueries(TargetDatabases databases, KnownClasses known) {
    this.databases = databases;
    this.known = known;
  }

  /**
   * What is remembered for later steps.
   *
   * @param since from when on queries were reviewed
   * @param until up to when they were
   */
  record Told(List<SlowClass> classes, String since, String until) {
    Told {
      classes = List.copyOf(classes);
    }
  }

  /** As this step remembered it; nothing where there was no log to read. */
  static Optional<Told> told(StepContext context) {
    return context.recall(REMEMBERED, Told.class);
  }

  @Override
  public String name() {
    return "read-slow-queries";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    for (String kind : List.of(SLOW, SLOWER, LOG_OFF)) {
      context.looksFor(kind);
    }
    return databases.look(context, session -> read(context, session));
  }

  private StepOutcome read(StepContext context, TargetSession session) throws Exception {
    Instant now = context.clock().instant();
    var parameters = context.parameters(PerformanceReviewParameters.class);
    Instant since =
        known.reviewedUntil(context.run()).orElseGet(() -> now.minus(parameters.longestLookBack()));
    Source source = Source.of(session, session.database().component().tuning());
    if (source instanceof Source.None none) {
      return noLog(context, none);
    }
    Optional<QueryClasses> classes = SlowLog.read(session, source, since);
    if (classes.isEmpty()) {
      List<SlowClass> digests =
          Digests.since(session, since, parameters.worst(), known.p95Micros(context.run()));
      return told(context, digests, digests.size(), now, since, "digests");
    }
    String from = source instanceof Source.LogFile ? "file" : "table";
    return told(context, session, classes.get(), now, since, from);
  }

  private static StepOutcome noLog(StepContext context, Source.None none) {
    context.found(
        new Sighting(
            LOG_OFF,
            "slow-log",
            Severity.INFO,
            none.why(),
            none.remedy(),
            Evidence.of("source", "none")));
    return StepOutcome.done(
        Evidence.of("source", "none").with("why", none.why()).with("remedy", none.remedy()));
  }

  private StepOutcome told(
      StepContext context,
      TargetSession session,
      QueryClasses classes,
      Instant now,
      Instant since,
      String source)
      throws Exception {
    var parameters = context.parameters(PerformanceReviewParameters.class);
    Map<String, Long> before = known.p95Micros(context.run());
    var explaining = new Measuring(session, EXPLAINING);
    Tables tables = Tables.in(session);
    List<QueryClass> byTime = classes.byTime();
    List<SlowClass> worst = new ArrayList<>();
    List<Candidate> advised = new ArrayList<>();
    for (QueryClass found : byTime) {
      if (worst.size() == parameters.worst()) {
        break;
      }
      if (parameters.isReviewed(found.id())) {
        continue;
      }
      context.safePoint("before-class");
      List<TableAccess> plan =
          AsSelect.of(found.slowest()).flatMap(explaining::explain).orElse(List.of());
      useful(found, plan, tables)
          .ifPresent(advice -> advised.add(new Candidate(found.id(), advice)));
      worst.add(SlowClass.of(found, SlowClass.news(before, found.id(), found.p95Micros()), plan));
    }
    Candidate.rememberOfClasses(context, advised);
    StepOutcome outcome = told(context, worst, byTime.size(), now, since, source);
    return outcome instanceof StepOutcome.Done(Evidence evidence)
        ? StepOutcome.done(evidence.with("slow-queries", classes.entries()).with("since", since))
        : outcome;
  }

  /** An index is of no use to who wants most of the rows. */
  private static Optional<IndexAdvice> useful(
      QueryClass found, List<TableAccess> plan, Tables tables) {
    boolean wantsMost = found.rowsSent() * 5 > found.rowsExamined();
    return wantsMost
        ? Optional.empty()
        : IndexAdvice.forQuery(found.slowest(), plan, name -> named(tables, name));
  }

  /** Names in queries may be in another case than the table's, where the server allows it. */
  private static Optional<Table> named(Tables tables, String name) {
    return tables.all().stream().filter(t -> t.name().equalsIgnoreCase(name)).findFirst();
  }

  private static StepOutcome told(
      StepContext context,
      List<SlowClass> worst,
      int classes,
      Instant now,
      Instant since,
      String source) {
    context.remember(REMEMBERED, new Told(worst, since.toString(), now.toString()));
    worst.forEach(one -> found(context, one));
    return StepOutcome.done(
        Evidence.of("source", source)
            .with("classes", classes)
            .with("new-classes", worst.stream().filter(c -> c.news() == News.NEW).count())
            .with("slower-classes", worst.stream().filter(c -> c.news() == News.SLOWER).count())
            .with("worst", worst.stream().map(SlowClass::row).toList()));
  }

  private static void found(StepContext context, SlowClass one) {
    Evidence evidence = new Evidence(new LinkedHashMap<>(one.row()));
    context.found(
        new Sighting(
            SLOW,
            one.id(),
            Severity.INFO,
            "Slow queries of class %s: %s".formatted(one.id(), one.statement()),
            "Look at its plan; when nothing can be done, name the class as 'reviewed'",
            evidence));
    if (one.news() == News.SLOWER) {
      context.found(
          new Sighting(
              SLOWER,
              one.id(),
              Severity.WARNING,
              "Queries of class %s take at least twice as long as before: %s"
                  .formatted(one.id(), one.statement()),
              "Look what has changed: data, indexes, the application's release",
              evidence));
    }
  }
}
