package dev.upkeep.database.cacheoptimize;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.keyspace.Look;
import dev.upkeep.database.keyspace.Pace;
import dev.upkeep.system.keyspace.KeyRule;
import dev.upkeep.system.redis.Answers;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.ChangeRight;
import dev.upkeep.system.redis.LatencyProbe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The scripts that move keys into quarantine, back, and away. Each looks once more, in the same
 * instant in which it acts: a key that somebody asked for since it was judged stays.
 */
final class Quarantine {

  /** Large keys are kept longer than promised, until a later run has freed them bit by bit. */
  static final Duration GRACE = Duration.ofDays(8);

  private static final String MOVE =
      """
      local quarantine, grace, prefix = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local many = {hashtable = 1, skiplist = 1, quicklist = 1, stream = 1}
      local moved, used, gone, soon = 0, 0, 0, 0
      for i = 3, #KEYS do
        local key = KEYS[i]
        local idle = redis.call('OBJECT', 'IDLETIME', key)
        if not idle then
          gone = gone + 1
        elseif idle < tonumber(ARGV[3 + i]) then
          used = used + 1
        else
          local ttl = redis.call('PTTL', key)
          if ttl >= 0 and ttl <= quarantine then
            soon = soon + 1
          else
            local large = many[redis.call('OBJECT', 'ENCODING', key)]
            local expires = ttl < 0 and 0 or now + ttl
            local to = prefix .. string.format('%.0f', expires) .. (large and ':l:' or ':s:') .. key
            if redis.call('RENAMENX', key, to) == 1 then
              redis.call('PEXPIRE', to, large and quarantine + grace or quarantine)
              moved = moved + 1
            else
              used = used + 1
            end
          end
        end
      end
      if moved > 0 then
        redis.call('HINCRBY', KEYS[2], 'moved', moved)
        redis.call('PEXPIRE', KEYS[2], grace + grace)
      end
      return {moved, used, gone, soon}
      """;

  private static final String BRING_BACK =
      """
      local back, replaced, gone = 0, 0, 0
      for i = 2, #KEYS, 2 do
        local from, to, expires = KEYS[i], KEYS[i + 1], ARGV[2 + i / 2]
        if redis.call('EXISTS', from) == 0 then
          gone = gone + 1
        elseif redis.call('RENAMENX', from, to) == 0 then
          replaced = replaced + 1
        else
          if expires == '0' then
            redis.call('PERSIST', to)
          else
            redis.call('PEXPIREAT', to, expires)
          end
          back = back + 1
        end
      end
      return {back, replaced, gone}
      """;

  private static final String RELEASE =
      """
      local freed = 0
      for i = 2, #KEYS do
        local ttl = redis.call('PTTL', KEYS[i])
        if ttl >= 0 and ttl <= tonumber(ARGV[3]) then
          freed = freed + redis.call('UNLINK', KEYS[i])
        end
      end
      return {freed}
      """;

  private final StepContext context;
  private final CacheSession session;
  private final LatencyProbe probe;
  private final ChangeRight right;
  private final Duration latencyLimit;
  private final Pace pace;

  Quarantine(
      StepContext context,
      CacheSession session,
      LatencyProbe probe,
      ChangeRight right,
      Duration latencyLimit) {
    this.context = context;
    this.session = session;
    this.probe = probe;
    this.right = right;
    this.latencyLimit = latencyLimit;
    this.pace = Pace.ofScripts(latencyLimit);
  }

  /**
   * Moves keys that are stale into quarantine.
   *
   * @return how many were moved, how many were used again and stay, how many were gone, and how
   *     many expire by themselves sooner than the quarantine would end
   */
  long[] move(UUID run, List<Look> stale, Duration quarantine) throws Exception {
    return inBatches(
        stale,
        4,
        batch -> {
          List<byte[]> keys = new ArrayList<>(List.of(receipts(run)));
          List<byte[]> arguments =
              new ArrayList<>(
                  List.of(
                      bytes(quarantine.toMillis()),
                      bytes(GRACE.toMillis()),
                      bytes(QuarantinedKey.prefix(run))));
          for (Look look : batch) {
            keys.add(look.key());
            arguments.add(bytes(look.rule().flatMap(KeyRule::idleLimit).orElseThrow().toSeconds()));
          }
          return right.script(MOVE, keys, arguments);
        });
  }

  /** How many keys a run has moved, whatever became of its workers. */
  static long moved(CacheSession session, UUID run) throws Exception {
    return Answers.number(session.ask(Call.of("HGET").with(receipts(run)).with("moved")), 0);
  }

  /**
   * Brings the keys of a run back, with what was left of their time to live.
   *
   * @return how many came back, how many were written anew meanwhile and stay as they are, and how
   *     many were gone
   */
  long[] bringBack(UUID run) throws Exception {
    return overOwnKeys(
        QuarantinedKey.ofRun(run),
        key -> true,
        3,
        batch -> {
          List<byte[]> keys = new ArrayList<>();
          List<byte[]> arguments = new ArrayList<>();
          for (QuarantinedKey key : batch) {
            keys.add(key.name());
            keys.add(key.original());
            arguments.add(bytes(key.expires()));
          }
          return right.script(BRING_BACK, keys, arguments);
        });
  }

  /**
   * Frees the large keys of earlier runs whose time in quarantine is over.
   *
   * @return how many
   */
  long[] release() throws Exception {
    return overOwnKeys(
        QuarantinedKey.largeOfAllRuns(),
        QuarantinedKey::large,
        1,
        batch ->
            right.script(
                RELEASE,
                batch.stream().map(QuarantinedKey::name).toList(),
                List.of(bytes(GRACE.toMillis()))));
  }

  private long[] overOwnKeys(
      String pattern, Predicate<QuarantinedKey> wanted, int sums, ScriptOn<QuarantinedKey> script)
      throws Exception {
    long[] all = new long[sums];
    var walk = Pace.ofQuestions(latencyLimit);
    String cursor = "0";
    do {
      long started = System.nanoTime();
      session.send(Call.of("SCAN", cursor, "MATCH", pattern, "COUNT", String.valueOf(walk.size())));
      session.flush();
      Duration added = probe.added();
      List<?> parts = Answers.list(right.checked(session.receive(1).getFirst()));
      cursor = Answers.text(parts.get(0));
      List<QuarantinedKey> found =
          Answers.list(parts.get(1)).stream()
              .map(name -> QuarantinedKey.read(Answers.bytes(name)))
              .flatMap(Optional::stream)
              .filter(wanted)
              .toList();
      add(all, inBatches(found, sums, script));
      probe.leaveAlone(walk.after(added, Duration.ofNanos(System.nanoTime() - started)));
      context.safePoint("between-batches");
    } while (!cursor.equals("0"));
    return all;
  }

  /** A script for a few keys. */
  @FunctionalInterface
  private interface ScriptOn<T> {
    Call of(List<T> batch);
  }

  private <T> long[] inBatches(List<T> items, int sums, ScriptOn<T> script) throws Exception {
    long[] all = new long[sums];
    for (int from = 0; from < items.size(); ) {
      long started = System.nanoTime();
      int to = Math.min(items.size(), from + pace.size());
      session.send(script.of(items.subList(from, to)));
      session.flush();
      Duration added = probe.added();
      List<?> counts = Answers.list(right.checked(session.receive(1).getFirst()));
      for (int i = 0; i < sums; i++) {
        all[i] += Answers.number(counts.get(i), 0);
      }
      from = to;
      probe.leaveAlone(pace.after(added, Duration.ofNanos(System.nanoTime() - started)));
      context.safePoint("between-scripts");
    }
    return all;
  }

  private static void add(long[] into, long[] more) {
    for (int i = 0; i < into.length; i++) {
      into[i] += more[i];
    }
  }

  private static byte[] receipts(UUID run) {
    return bytes(ChangeRight.OWN_PREFIX + "receipts:" + run);
  }

  private static byte[] bytes(Object text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
