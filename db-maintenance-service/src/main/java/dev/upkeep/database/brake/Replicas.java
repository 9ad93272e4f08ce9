package dev.upkeep.database.brake;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.system.database.ServerSays;
import dev.upkeep.system.database.TargetDatabase;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The replicas of a database, each on a connection that is opened again when it was lost. */
final class Replicas implements AutoCloseable {

  private static final Duration LOOKING = Duration.ofSeconds(2);

  private final StepContext context;
  private final TargetDatabase primary;
  private final Map<String, TargetSession> sessions = new LinkedHashMap<>();

  Replicas(StepContext context, TargetDatabase primary) {
    this.context = context;
    this.primary = primary;
  }

  /** How far each is behind. */
  List<Overload.Lag> lags() throws StopRequested {
    List<Overload.Lag> lags = new ArrayList<>();
    for (String url : primary.component().throttle().replicas()) {
      lags.add(lag(url));
    }
    return lags;
  }

  private Overload.Lag lag(String url) throws StopRequested {
    try {
      List<Optional<Duration>> channels =
          session(url)
              .sql("SHOW ALL SLAVES STATUS")
              .query((row, number) -> behind(row.getString("Seconds_Behind_Master")))
              .list();
      return channels.isEmpty() || channels.stream().anyMatch(Optional::isEmpty)
          ? Overload.Lag.unknown(url, "it does not replicate")
          : Overload.Lag.known(
              url, channels.stream().flatMap(Optional::stream).max(Duration::compareTo).get());
    } catch (TargetProblem e) {
      return Overload.Lag.unknown(url, e.reason());
    } catch (RuntimeException e) {
      forget(url);
      return Overload.Lag.unknown(
          url, ServerSays.in(e).map(Throwable::getMessage).orElse(e.toString()));
    }
  }

  private static Optional<Duration> behind(@Nullable String seconds) {
    return Optional.ofNullable(seconds).map(Long::parseLong).map(Duration::ofSeconds);
  }

  private TargetSession session(String url) throws TargetProblem, StopRequested {
    TargetSession open = sessions.get(url);
    if (open == null) {
      open = primary.replica(url).openIn(context, LOOKING);
      sessions.put(url, open);
    }
    return open;
  }

  private void forget(String url) {
    TargetSession session = sessions.remove(url);
    if (session != null) {
      session.close();
    }
  }

  @Override
  public void close() {
    sessions.values().forEach(TargetSession::close);
  }
}
