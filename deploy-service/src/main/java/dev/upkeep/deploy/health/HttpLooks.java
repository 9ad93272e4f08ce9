package dev.upkeep.deploy.health;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.chassis.time.Pauses;
import dev.upkeep.deploy.health.Ailment.Kind;
import dev.upkeep.deploy.http.Answer;
import dev.upkeep.deploy.http.HttpDoor;
import dev.upkeep.deploy.http.Reached;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.ContainerComponent;
import dev.upkeep.system.HealthRule;
import dev.upkeep.system.HttpExpectation;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.amount.Durations;
import dev.upkeep.system.database.TargetProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Asks a component until enough of the latest answers are good, or its time is over. */
final class HttpLooks {

  private HttpLooks() {}

  /** Asks, if the system file says what. */
  static Look at(
      StepContext context, MaintainedSystem system, ContainerComponent component, Pauses pauses)
      throws StopRequested, InterruptedException {
    if (component.health().isEmpty()) {
      return Look.NOTHING;
    }
    HealthRule rule = component.health().get();
    HttpExpectation expectation = rule.expectation();
    try (HttpDoor door = HttpDoor.trusting(expectation.tlsCa())) {
      var window = new AnswerWindow(rule.needed(), rule.of());
      long begun = System.nanoTime();
      while (true) {
        window.add(ask(door, system, component, expectation));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        context.progress(
            Math.min(0.9, (double) took.toMillis() / rule.within().toMillis()),
            "%d of the latest %d answers are good".formatted(window.good(), window.counted()));
        context.safePoint("asked");
        if (window.isEnough()) {
          return new Look(seen(window), List.of());
        }
        if (took.plus(rule.every()).compareTo(rule.within()) > 0 || !pauses.pause(rule.every())) {
          context.safePoint("gave-up");
          return new Look(seen(window), List.of(ailment(component, rule, window)));
        }
      }
    } catch (IOException unreadable) {
      return new Look(
          Evidence.none(),
          List.of(
              Ailment.of(
                  Kind.NO_ANSWER,
                  component.name(),
                  String.valueOf(unreadable.getMessage()),
                  "Put certificates in PEM form there, readable by this service.")));
    }
  }

  private static Answer ask(
      HttpDoor door,
      MaintainedSystem system,
      ContainerComponent component,
      HttpExpectation expectation)
      throws InterruptedException {
    try {
      String label = system.name() + "/" + component.name();
      return door.ask(
          expectation.at(Reached.at(system, label, component.container(), expectation.url())));
    } catch (TargetProblem away) {
      return new Answer.Silence(away.reason().replaceFirst("\\.$", ""), Duration.ZERO);
    }
  }

  private static Evidence seen(AnswerWindow window) {
    return Evidence.of("good-answers", window.good() + " of " + window.counted())
        .with("asked", window.asked())
        .with("answer-ms", window.slowest().toMillis());
  }

  private static Ailment ailment(
      ContainerComponent component, HealthRule rule, AnswerWindow window) {
    String enough =
        "%d of the latest %d answers were good within %s, %d of %d are needed"
            .formatted(
                window.good(),
                window.counted(),
                Durations.print(rule.within()),
                rule.needed(),
                rule.of());
    return switch (window.lastBad()) {
      case Answer.Slow(String what, Duration _) ->
          Ailment.of(
              Kind.SLOW, component.name(), what + "; " + enough, "Look what it is busy with.");
      case Answer.Wrong(String what, Duration _) ->
          Ailment.of(
              Kind.WRONG_ANSWER,
              component.name(),
              what + "; " + enough,
              "Ask it yourself (curl --include) and read its log.");
      case Answer.Silence(String what, Duration _) ->
          Ailment.of(
              Kind.NO_ANSWER,
              component.name(),
              what + "; " + enough,
              "Look whether it runs and listens there.");
      case Answer.Good(int _, Duration _) ->
          Ailment.of(
              Kind.NO_ANSWER, component.name(), enough, "Give it more time: 'within' in 'health'.");
    };
  }
}
