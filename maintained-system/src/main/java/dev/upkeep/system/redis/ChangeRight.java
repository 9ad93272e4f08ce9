package dev.upkeep.system.redis;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.system.database.TargetProblem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The right to change a server, remembered by the server itself: the hash {@code upkeep:fences:…}
 * says which run works there and with which fence. A worker that was taken over, or whose run was
 * followed by another, is refused inside the script or the transaction that would change something,
 * so it needs no ending first.
 *
 * <p>A server that loses the hash, by a restart without its data or by eviction, refuses the worker
 * that it belongs to; the next attempt takes the right anew.
 */
public final class ChangeRight {

  /** Where Upkeep keeps its own keys; no contract speaks of them. */
  public static final String OWN_PREFIX = "upkeep:";

  private static final Duration KEPT = Duration.ofDays(90);

  /** A script that has written may go on when memory is full, so that it writes first. */
  private static final String TAKE =
      """
      redis.call('PERSIST', KEYS[1])
      local known = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0')
      if known > tonumber(ARGV[2]) then return known end
      local worker = redis.call('HGET', KEYS[1], 'run')
      if worker and worker ~= ARGV[1] then redis.call('HINCRBY', KEYS[1], worker, 1) end
      redis.call('HSET', KEYS[1], 'run', ARGV[1], ARGV[1], ARGV[2])
      redis.call('EXPIRE', KEYS[1], ARGV[3])
      return -1
      """;

  /** Put before every script that changes something: its first key and its first two arguments. */
  private static final String CHECK =
      """
      if redis.call('HGET', KEYS[1], 'run') ~= ARGV[1]
          or redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
        return redis.error_reply('UPKEEPFENCE another worker has the right')
      end
      """;

  private final CacheSession session;
  private final byte[] key;
  private final String run;
  private final String fence;

  private ChangeRight(CacheSession session, StepContext context) {
    this.session = session;
    this.key = bytes(OWN_PREFIX + "fences:" + session.cache().label());
    this.run = context.run().taskRunId().toString();
    this.fence = String.valueOf(context.fence());
  }

  /**
   * @throws TargetProblem when this worker was taken over
   */
  static ChangeRight take(CacheSession session, StepContext context) throws TargetProblem {
    var right = new ChangeRight(session, context);
    Object later =
        session.ask(
            Call.script(
                TAKE,
                List.of(right.key),
                List.of(bytes(right.run), bytes(right.fence), bytes("" + KEPT.toSeconds()))));
    if (Answers.number(later, -1) >= 0) {
      throw right.lost();
    }
    return right;
  }

  /**
   * A script that does nothing unless this worker has the right. In it {@code KEYS[1]}, {@code
   * ARGV[1]} and {@code ARGV[2]} belong to the right; what is given here comes after them.
   */
  public Call script(String lua, List<byte[]> keys, List<byte[]> arguments) {
    List<byte[]> allKeys = new ArrayList<>(List.of(key));
    allKeys.addAll(keys);
    List<byte[]> all = new ArrayList<>(List.of(bytes(run), bytes(fence)));
    all.addAll(arguments);
    return Call.script(CHECK + lua, allKeys, all);
  }

  /** The answer, unless it is a refusal. */
  public @Nullable Object checked(@Nullable Object answer) throws TargetProblem {
    if (answer instanceof Refused refused) {
      throw refused.message().contains("UPKEEPFENCE") ? lost() : session.problem(refused);
    }
    return answer;
  }

  /**
   * Does commands that no script may do, all of them or none, if this worker has the right.
   *
   * <p>A server whose memory is full queues no command; it is then asked for the right and for each
   * command in turn, up to the first that it refuses. So let commands be ones that a worker which
   * was taken over in between may do without harm.
   *
   * @return the answers; a refusal of one of them is an answer too
   */
  public List<?> transaction(List<Call> calls) throws TargetProblem {
    session.ask(Call.of("WATCH").with(key));
    requireHeld();
    session.ask(Call.of("MULTI"));
    for (Call call : calls) {
      if (session.answer(call) instanceof Refused refused) {
        session.ask(Call.of("DISCARD"));
        if (refused.is("OOM")) {
          return inTurn(calls);
        }
        throw session.problem(refused);
      }
    }
    Object answers = session.answer(Call.of("EXEC"));
    if (answers == null) {
      // The hash changed between the look and the commands.
      throw lost();
    }
    return Answers.list(checked(answers));
  }

  private List<?> inTurn(List<Call> calls) throws TargetProblem {
    requireHeld();
    List<@Nullable Object> answers = new ArrayList<>();
    for (Call call : calls) {
      Object answer = session.answer(call);
      answers.add(answer);
      if (answer instanceof Refused) {
        break;
      }
    }
    return answers;
  }

  private void requireHeld() throws TargetProblem {
    List<?> held = Answers.list(session.ask(Call.of("HMGET").with(key).with("run").with(run)));
    if (held.size() != 2
        || !Answers.text(held.get(0)).equals(run)
        || !Answers.text(held.get(1)).equals(fence)) {
      throw lost();
    }
  }

  private TargetProblem lost() {
    return TargetProblem.passing(
        "This worker has fence %s for %s, but %s has since been worked on with a later right."
            .formatted(fence, run, session.cache().label()),
        "Nothing was changed; whoever took over goes on");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
