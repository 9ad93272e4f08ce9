package dev.upkeep.database.cacheflush;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.approval.Approval;
import dev.upkeep.database.keyspace.KeyScan;
import dev.upkeep.database.keyspace.Look;
import dev.upkeep.database.keyspace.Pace;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.keyspace.KeyClass;
import dev.upkeep.system.redis.Answers;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.ChangeRight;
import dev.upkeep.system.redis.LatencyProbe;
import dev.upkeep.system.redis.TargetCaches;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Removes every key of class cache, a few at a time. {@code FLUSHDB} would hold everybody up while
 * the server frees the keys, and would take what is written between the look and the command,
 * whatever it is for; a walk judges each key by the contract before it goes.
 *
 * <p>Whatever of it is done when a worker dies stays done, and the next one goes on with what is
 * left.
 */
final class RemoveKeys implements RepeatableStep {

  /** Unlinking writes first, so that a server whose memory is full takes the receipt too. */
  private static final String REMOVE =
      """
      local removed = redis.call('UNLINK', unpack(KEYS, 3))
      if removed > 0 then
        redis.call('HINCRBY', KEYS[2], 'removed', removed)
        redis.call('EXPIRE', KEYS[2], ARGV[3])
      end
      return removed
      """;

  private static final Duration RECEIPTS_KEPT = Duration.ofDays(16);

  private final TargetCaches caches;

  RemoveKeys(TargetCaches caches) {
    this.caches = caches;
  }

  @Override
  public String name() {
    return "remove-keys";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of("Would remove %d keys".formatted(CountKeys.in(context).all()));
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    if (Approval.of(context, AwaitApproval.NAME).isEmpty()) {
      return StepOutcome.skipped("There was no key, so nobody was asked");
    }
    // Operators may have given a class to keys while the question was open.
    Optional<Refusal> refusal =
        Refusal.byContract(
            caches.of(context.run()), context.parameters(CacheFlushParameters.class).database());
    return refusal.isPresent()
        ? StepOutcome.failed(refusal.get().reason(), refusal.get().remedy())
        : caches.change(context, (session, probe, right) -> remove(context, session, probe, right));
  }

  private static StepOutcome remove(
      StepContext context, CacheSession session, LatencyProbe probe, ChangeRight right)
      throws Exception {
    Duration limit = context.parameters(CacheFlushParameters.class).limit();
    UUID run = context.run().taskRunId();
    var pace = Pace.ofScripts(limit);
    var scan =
        new KeyScan(
            session,
            probe,
            Pace.ofQuestions(limit),
            session.cache().component().keyspace(),
            (key, rule) -> List.of());
    long left = 0;
    long removed = 0;
    while (scan.hasMore()) {
      List<byte[]> going = new ArrayList<>();
      for (Look look : scan.next()) {
        if (look.rule().filter(rule -> rule.keyClass() == KeyClass.CACHE).isPresent()) {
          going.add(look.key());
        } else {
          left++;
        }
      }
      for (int from = 0; from < going.size(); ) {
        int to = Math.min(going.size(), from + pace.size());
        List<byte[]> keys = new ArrayList<>(List.of(receipts(run)));
        keys.addAll(going.subList(from, to));
        long started = System.nanoTime();
        session.send(
            right.script(REMOVE, keys, List.of(bytes(String.valueOf(RECEIPTS_KEPT.toSeconds())))));
        session.flush();
        Duration added = probe.added();
        removed += Answers.number(right.checked(session.receive(1).getFirst()), 0);
        from = to;
        probe.leaveAlone(pace.after(added, Duration.ofNanos(System.nanoTime() - started)));
        context.safePoint("between-scripts");
      }
      context.safePoint("between-batches");
      long all = Math.max(1, CountKeys.in(context).all());
      context.progress(
          Math.min(1, (double) scan.seen() / all), "removed %d of %d keys".formatted(removed, all));
    }
    return StepOutcome.done(
        Evidence.of("removed-keys", Math.max(removed, ofAllWorkers(session, run)))
            .with("left-keys", left)
            .with("probe-p99", millis(probe.p99()))
            .with("probe-worst", millis(probe.worst())));
  }

  /** How many keys the run has removed, whatever became of its workers. */
  private static long ofAllWorkers(CacheSession session, UUID run) throws Exception {
    return Answers.number(session.ask(Call.of("HGET").with(receipts(run)).with("removed")), 0);
  }

  private static String millis(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos(), 6).setScale(2, RoundingMode.HALF_UP) + " ms";
  }

  private static byte[] receipts(UUID run) {
    return bytes(ChangeRight.OWN_PREFIX + "receipts:" + run);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
