package dev.upkeep.system.redis;

import dev.upkeep.system.database.TargetProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * One connection to a Redis server. It is never made anew by itself: a command that was sent and
 * not answered may have happened, and only who sent it can find out.
 */
public final class CacheSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CacheSession.class);

  private final TargetCache cache;
  private final Connection connection;

  private CacheSession(TargetCache cache, Connection connection) {
    this.cache = cache;
    this.connection = connection;
  }

  static CacheSession prepare(TargetCache cache, Connection connection, String purpose)
      throws TargetProblem {
    var session = new CacheSession(cache, connection);
    try {
      // A right to name oneself is nice to have: whoever reads CLIENT LIST then sees who it is.
      var _ =
          session.answer(Call.of("CLIENT", "SETNAME", "upkeep:" + cache.label() + ":" + purpose));
      if (cache.database() != 0) {
        session.ask(Call.of("SELECT", String.valueOf(cache.database())));
      } else {
        // The first command that needs the right to enter.
        session.ask(Call.of("PING"));
      }
      return session;
    } catch (TargetProblem | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  public TargetCache cache() {
    return cache;
  }

  /**
   * Asks one thing.
   *
   * @return bytes, a number, a list of these, or null
   * @throws TargetProblem when the server refuses, or the connection is lost
   */
  public @Nullable Object ask(Call call) throws TargetProblem {
    Object answer = answer(call);
    if (answer instanceof Refused refused) {
      throw problem(refused);
    }
    return answer;
  }

  /** Asks one thing; a refusal is an answer too. */
  public @Nullable Object answer(Call call) throws TargetProblem {
    send(call);
    return receive(1).getFirst();
  }

  /** What a refusal means, for whoever does not know better. */
  public TargetProblem problem(Refused refused) {
    return RedisSays.meaning(refused, cache.place(), cache.account());
  }

  /** Sends a command and does not wait; {@link #receive} has the answers, in order. */
  public void send(Call call) throws TargetProblem {
    try {
      connection.sendCommand(command(call), call.arguments());
    } catch (JedisConnectionException e) {
      throw RedisSays.lost(e, cache.place());
    }
  }

  /** The answers to so many commands that were sent; refusals are answers too. */
  public List<@Nullable Object> receive(int count) throws TargetProblem {
    try {
      List<@Nullable Object> answers = new ArrayList<>(count);
      for (Object answer : connection.getMany(count)) {
        answers.add(
            answer instanceof JedisDataException e
                ? new Refused(String.valueOf(e.getMessage()))
                : answer);
      }
      return answers;
    } catch (JedisConnectionException e) {
      throw RedisSays.lost(e, cache.place());
    }
  }

  /** Sends what was not yet sent, so that the server begins while something else is done here. */
  public void flush() throws TargetProblem {
    var _ = receive(0);
  }

  private static ProtocolCommand command(Call call) {
    return call::command;
  }

  /** Ends this connection from outside and at once; a command that is under way ends by itself. */
  void end() throws IOException {
    connection.forceDisconnect();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (JedisConnectionException e) {
      // What was asked was answered, or is told as lost already.
      LOG.debug("A connection to {} did not close cleanly", cache.label(), e);
    }
  }
}
