package dev.upkeep.deploy.bluegreen;

import dev.upkeep.system.docker.ContainerState;
import dev.upkeep.system.nginx.AccessLog;
import dev.upkeep.system.nginx.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was seen of a new colour while people use it, and whether that is bad enough to go back. */
final class Watch {

  /** So few failures in a row are nobody's fault. */
  private static final int TOO_MANY_IN_A_ROW = 3;

  /** Of fewer requests no share can be told. */
  private static final int ENOUGH = 50;

  private static final int TIMES_SLOWER = 10;
  private static final long NEVER_SLOW_MICROS = 300_000;

  private final Rollout rollout;
  private final double mostFailed;
  private final List<Long> micros = new ArrayList<>();
  private int failed;
  private int failedInARow;
  private AccessLog log = AccessLog.EMPTY;

  Watch(Rollout rollout, double mostFailed) {
    this.rollout = rollout;
    this.mostFailed = mostFailed;
  }

  void saw(Answer answer) {
    boolean good = answer.isGood() && answer.colour().equals(Optional.of(rollout.next()));
    failed += good ? 0 : 1;
    failedInARow = good ? 0 : failedInARow + 1;
    micros.add(answer instanceof Answer.Said said ? said.took().toNanos() / 1000 : Long.MAX_VALUE);
  }

  void saw(AccessLog lines) {
    log = log.and(lines);
  }

  int probes() {
    return micros.size();
  }

  int failedProbes() {
    return failed;
  }

  AccessLog log() {
    return log;
  }

  /** Why people must not stay with the new colour, if so. */
  Optional<String> verdict(Optional<ContainerState> state) {
    Optional<String> broken = AwaitHealth.broken(state, rollout);
    if (broken.isPresent()) {
      return broken;
    }
    if (failedInARow >= TOO_MANY_IN_A_ROW) {
      return Optional.of("%d probes in a row failed".formatted(failedInARow));
    }
    if (probes() >= ENOUGH && failed > mostFailed * probes()) {
      return Optional.of("%d of %d probes failed".formatted(failed, probes()));
    }
    if (log.requests() >= ENOUGH && log.failed() > mostFailed * log.requests()) {
      return Optional.of(
          "%d of %d requests failed, says the access log".formatted(log.failed(), log.requests()));
    }
    long limit = Math.max(NEVER_SLOW_MICROS, TIMES_SLOWER * rollout.usualMicros());
    return probes() >= TIMES_SLOWER && median() > limit
        ? Optional.of(
            "answers take %d ms, and took %d ms before"
                .formatted(median() / 1000, rollout.usualMicros() / 1000))
        : Optional.empty();
  }

  private long median() {
    return micros.stream().sorted().toList().get(micros.size() / 2);
  }
}
