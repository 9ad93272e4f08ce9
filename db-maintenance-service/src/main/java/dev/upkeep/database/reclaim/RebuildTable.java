package dev.upkeep.database.reclaim;

import dev.upkeep.chassis.task.CheckableStep;
import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Probe;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.online.OnlineDdl;
import dev.upkeep.database.online.WriteRate;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetLock;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.Optional;

/**
 * Rebuilds one table online. Afterwards the server gives the table a new date of creation: that is
 * how a probe knows.
 */
public final class RebuildTable implements CheckableStep {

  private static final OnlineDdl.Change FORCE =
      new OnlineDdl.Change("rebuilding", "FORCE", "INPLACE");

  private static final String SIZE_BEFORE = "size-before-bytes";
  private static final String SIZE_AFTER = "size-after-bytes";
  private static final String TOOK = "took-ms";

  private final TargetDatabases databases;
  private final ReclaimScope scope;
  private final String name;

  public RebuildTable(TargetDatabases databases, ReclaimScope scope, String table) {
    this.databases = databases;
    this.scope = scope;
    this.name = table;
  }

  @Override
  public String name() {
    return "rebuild-table";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(12);
  }

  /** The server says nothing while it copies. */
  @Override
  public Duration silenceLimit() {
    return limit();
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return databases.change(
        context, scope.lockWaitLimit(context), (session, lock) -> rebuild(context, session, lock));
  }

  private StepOutcome rebuild(StepContext context, TargetSession session, TargetLock lock)
      throws Exception {
    Table table = Tables.in(session).require(name);
    long before = FileSizes.in(session).of(table).orElse(0L);
    RebuildNeeds.Places places = RebuildPlaces.of(session, table, before);
    Optional<RebuildNeeds> needs =
        estimate(context)
            .map(e -> RebuildNeeds.of(e, WriteRate.measure(session, RebuildNeeds.expected(e))));
    if (needs.isPresent()) {
      makeSureItFits(needs.get(), places);
      if (needs.get().tooManyChanges(places)) {
        return StepOutcome.skipped(
            "the application may change %d MiB while it is rebuilt, and the server keeps %d MiB of that (innodb_online_alter_log_max_size); rebuild it at a quieter time or raise that limit"
                .formatted(needs.get().changeBytes() >> 20, places.changeLogLimit() >> 20));
      }
    }
    var online = new OnlineDdl(context, session, lock, table, scope.lockWaitLimit(context));
    return switch (online.run(FORCE)) {
      case OnlineDdl.End.Changed rebuilt ->
          StepOutcome.done(
              sizes(before, sizeNow(session))
                  .with("attempts", rebuilt.attempts())
                  .with(TOOK, rebuilt.took().toMillis())
                  .with("disk-room", places.data().said())
                  .with(
                      "changes-meanwhile-bytes", needs.map(RebuildNeeds::changeBytes).orElse(0L)));
      case OnlineDdl.End.NotOnline impossible ->
          StepOutcome.skipped("It would lock the application out: " + impossible.why());
    };
  }

  private void makeSureItFits(RebuildNeeds needs, RebuildNeeds.Places places) throws TargetProblem {
    Optional<String> tooLittle = needs.tooLittleRoom(places);
    if (tooLittle.isPresent()) {
      throw TargetProblem.passing(
          "For a rebuild of '%s' %s.".formatted(name, tooLittle.get()),
          "Make room on that disk of the database server");
    }
  }

  private Optional<ReclaimEstimate> estimate(StepContext context) {
    return EstimateReclaim.worthwhile(context).stream()
        .filter(e -> e.table().equals(name))
        .findFirst();
  }

  private long sizeNow(TargetSession session) throws TargetProblem {
    return FileSizes.in(session).of(Tables.in(session).require(name)).orElse(0L);
  }

  private static Evidence sizes(long before, long after) {
    return Evidence.of(SIZE_BEFORE, before)
        .with(SIZE_AFTER, after)
        .with("reclaimed-bytes", before - after);
  }

  /**
   * What a table took before and after, from the evidence of this step.
   *
   * @param tookMillis empty where a probe alone has seen that it happened
   */
  record Sizes(long before, long after, Optional<Long> tookMillis) {}

  /** The sizes of a table that was rebuilt. */
  static Optional<Sizes> sizes(StepContext context, String table) {
    return context
        .evidenceOf("rebuild-table/" + table)
        .map(Evidence::values)
        .flatMap(
            values ->
                values.get(SIZE_BEFORE) instanceof Number before
                        && values.get(SIZE_AFTER) instanceof Number after
                    ? Optional.of(
                        new Sizes(
                            before.longValue(),
                            after.longValue(),
                            Optional.ofNullable(values.get(TOOK))
                                .filter(Number.class::isInstance)
                                .map(took -> ((Number) took).longValue())))
                    : Optional.empty());
  }

  @Override
  public Probe probe(StepContext context) throws Exception {
    return databases.ask(context, session -> probe(context, session));
  }

  private Probe probe(StepContext context, TargetSession session) throws TargetProblem {
    if (OnlineDdl.stillRunning(session)) {
      return new Probe.StillRunning("the connection that rebuilds '" + name + "' is still at work");
    }
    Table table = Tables.in(session).require(name);
    Optional<ReclaimEstimate> estimate = estimate(context);
    String madeBefore = estimate.map(ReclaimEstimate::madeAt).orElse("");
    String madeNow = table.madeAt().map(Object::toString).orElse("");
    if (madeBefore.isEmpty() || madeNow.equals(madeBefore)) {
      return new Probe.CannotHappenAnyMore("the table is as old as it was");
    }
    return new Probe.Happened(
        sizes(
                estimate.map(ReclaimEstimate::fileBytes).orElse(0L),
                FileSizes.in(session).of(table).orElse(0L))
            .with("seen", "the table was made anew at " + madeNow));
  }

  @Override
  public Plan plan(StepContext context) {
    Optional<ReclaimEstimate> estimate = estimate(context);
    return new Plan(
        "would rebuild '%s' online, giving back about %d MiB"
            .formatted(name, estimate.map(ReclaimEstimate::reclaimableBytes).orElse(0L) >> 20),
        Evidence.of(
            "reclaimable-bytes", estimate.map(ReclaimEstimate::reclaimableBytes).orElse(0L)));
  }
}
