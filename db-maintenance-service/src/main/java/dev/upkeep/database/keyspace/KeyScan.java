package dev.upkeep.database.keyspace;

import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.keyspace.KeyRule;
import dev.upkeep.system.keyspace.KeyspaceContract;
import dev.upkeep.system.redis.Answers;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.ChangeRight;
import dev.upkeep.system.redis.LatencyProbe;
import dev.upkeep.system.redis.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks over all keys of a database and asks questions about them.
 *
 * <p>A batch is one way there and back: the questions about the keys that the last {@code SCAN}
 * named, and behind them the next {@code SCAN}. The server answers them one by one and serves
 * others in between, which a script would not. A key that is there all the time is seen at least
 * once, one that comes or goes meanwhile perhaps (redis.io/commands/scan); a key may be seen twice.
 *
 * <p>{@code SCAN} goes through the buckets of a hash table with a secret seed, so that the keys
 * which it names first are a fair sample of all.
 */
public final class KeyScan {

  private static final byte[] OWN = ChangeRight.OWN_PREFIX.getBytes(StandardCharsets.US_ASCII);

  private final CacheSession session;
  private final LatencyProbe probe;
  private final Pace pace;
  private final KeyspaceContract contract;
  private final Questions questions;
  private String cursor = "0";
  private List<byte[]> named = List.of();
  private boolean begun;
  private long seen;

  /** How many questions were asked about each key of the batch. */
  private final List<Integer> counts = new ArrayList<>();

  /** What is asked about a key: no question, one, or more. Asks nothing of the server itself. */
  @FunctionalInterface
  public interface Questions {
    List<Call> about(byte[] key, Optional<KeyRule> rule);
  }

  public KeyScan(
      CacheSession session,
      LatencyProbe probe,
      Pace pace,
      KeyspaceContract contract,
      Questions questions) {
    this.session = session;
    this.probe = probe;
    this.pace = pace;
    this.contract = contract;
    this.questions = questions;
  }

  /** Whether there are keys that were not looked at. */
  public boolean hasMore() {
    return !begun || !named.isEmpty() || !cursor.equals("0");
  }

  /** How many keys were looked at. */
  public long seen() {
    return seen;
  }

  /**
   * Looks at the next keys, then leaves the server alone for a while. May come back with none. Keys
   * of Upkeep's own are left out.
   */
  public List<Look> next() throws TargetProblem {
    if (!begun) {
      begun = true;
      probe.begin();
      scanned(session.ask(scan()));
    }
    long started = System.nanoTime();
    List<Look> looks = new ArrayList<>(named.size());
    int asked = 0;
    for (byte[] key : named) {
      if (isOwn(key)) {
        continue;
      }
      Optional<KeyRule> rule = contract.of(key);
      List<Call> calls = questions.about(key, rule);
      for (Call call : calls) {
        session.send(call);
      }
      asked += calls.size();
      looks.add(new Look(key, rule));
      counts.add(calls.size());
    }
    boolean more = !cursor.equals("0");
    if (more) {
      session.send(scan());
    }
    session.flush();
    Duration added = probe.added();
    List<?> answers = session.receive(asked + (more ? 1 : 0));
    deal(looks, answers);
    named = List.of();
    if (more) {
      scanned(answers.getLast());
    }
    seen += looks.size();
    probe.leaveAlone(pace.after(added, Duration.ofNanos(System.nanoTime() - started)));
    return looks;
  }

  private void deal(List<Look> looks, List<?> answers) {
    int next = 0;
    for (int i = 0; i < looks.size(); i++) {
      for (int question = 0; question < counts.get(i); question++) {
        looks.get(i).answers().add(answers.get(next++));
      }
    }
    counts.clear();
  }

  private Call scan() {
    return Call.of("SCAN", cursor, "COUNT", String.valueOf(pace.size()));
  }

  private void scanned(@Nullable Object answer) throws TargetProblem {
    if (answer instanceof Refused refused) {
      throw session.problem(refused);
    }
    List<?> parts = Answers.list(answer);
    cursor = Answers.text(parts.get(0));
    named = Answers.list(parts.get(1)).stream().map(Answers::bytes).toList();
  }

  private static boolean isOwn(byte[] key) {
    if (key.length < OWN.length) {
      return false;
    }
    for (int i = 0; i < OWN.length; i++) {
      if (key[i] != OWN[i]) {
        return false;
      }
    }
    return true;
  }
}
