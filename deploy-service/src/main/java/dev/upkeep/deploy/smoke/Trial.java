package dev.upkeep.deploy.smoke;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.deploy.command.CommandEnd;
import dev.upkeep.deploy.command.CommandRuns;
import dev.upkeep.deploy.http.Answer;
import dev.upkeep.deploy.http.HttpDoor;
import dev.upkeep.deploy.http.Reached;
import dev.upkeep.system.ContainerComponent;
import dev.upkeep.system.HttpExpectation;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.NamedCommand;
import dev.upkeep.system.SmokeTest;
import dev.upkeep.system.amount.Durations;
import dev.upkeep.system.command.CommandProblem;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tries one smoke test, once. */
final class Trial {

  private static final Duration LOCK_WAIT = Duration.ofSeconds(5);

  /** A query that takes longer is no smoke test. */
  private static final int LONGEST_QUERY_SECONDS = 30;

  private final TargetDatabases databases;
  private final CommandRuns commands;

  Trial(TargetDatabases databases, CommandRuns commands) {
    this.databases = databases;
    this.commands = commands;
  }

  Outcome of(StepContext context, MaintainedSystem system, SmokeTest test)
      throws StopRequested, InterruptedException, CommandProblem {
    return switch (test) {
      case SmokeTest.Page page -> page(system, page);
      case SmokeTest.Query query -> query(system, query);
      case SmokeTest.Ran ran -> ran(context, system, ran);
    };
  }

  private static Outcome page(MaintainedSystem system, SmokeTest.Page page)
      throws InterruptedException {
    HttpExpectation expected = page.expectation();
    try (HttpDoor door = HttpDoor.trusting(expected.tlsCa())) {
      if (page.on().flatMap(system::component).orElse(null)
          instanceof ContainerComponent component) {
        String label = system.name() + "/" + component.name();
        expected = expected.at(Reached.at(system, label, component.container(), expected.url()));
      }
      return switch (door.ask(expected)) {
        case Answer.Good(int _, Duration took) -> new Outcome.Passed(took);
        case Answer.Wrong(String what, Duration took) -> new Outcome.Failed(what, took);
        case Answer.Slow(String what, Duration took) -> new Outcome.Failed(what, took);
        case Answer.Silence(String what, Duration took) -> new Outcome.Failed(what, took);
      };
    } catch (TargetProblem away) {
      return new Outcome.Failed(away.reason(), Duration.ZERO);
    } catch (IOException unreadable) {
      return new Outcome.Failed(String.valueOf(unreadable.getMessage()), Duration.ZERO);
    }
  }

  private Outcome query(MaintainedSystem system, SmokeTest.Query query) {
    long begun = System.nanoTime();
    try (TargetSession session = databases.named(system.name(), query.on()).open(LOCK_WAIT);
        Statement statement = session.connection().createStatement()) {
      statement.setQueryTimeout(LONGEST_QUERY_SECONDS);
      statement.setMaxRows(1);
      try (ResultSet rows = statement.executeQuery(query.sql())) {
        @Nullable String answer = rows.next() ? rows.getString(1) : null;
        return judged(query, answer, Duration.ofNanos(System.nanoTime() - begun));
      }
    } catch (TargetProblem problem) {
      return new Outcome.Failed(
          problem.reason().replaceFirst("\\.$", ""), Duration.ofNanos(System.nanoTime() - begun));
    } catch (SQLException e) {
      return new Outcome.Failed(
          "The server refuses the query: " + e.getMessage(),
          Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  /** Answers that are no numbers are not repeated: they may hold people's data. */
  static Outcome judged(SmokeTest.Query query, @Nullable String answer, Duration took) {
    if (answer == null) {
      return new Outcome.Failed("The query answers nothing", took);
    }
    String shown =
        answer.matches("-?\\d{1,18}(\\.\\d{1,9})?")
            ? answer
            : "a text of %d characters".formatted(answer.length());
    Optional<String> wanted = query.value();
    if (wanted.isPresent()) {
      return wanted.get().equals(answer)
          ? new Outcome.Passed(took)
          : new Outcome.Failed(
              "The query answers %s, %s is expected".formatted(shown, wanted.get()), took);
    }
    return answer.matches("-?0(\\.0+)?")
        ? new Outcome.Failed("The query answers 0", took)
        : new Outcome.Passed(took);
  }

  private Outcome ran(StepContext context, MaintainedSystem system, SmokeTest.Ran ran)
      throws StopRequested, InterruptedException, CommandProblem {
    NamedCommand command = system.commands().get(ran.command());
    if (command == null) {
      return new Outcome.Failed("There is no command " + ran.command(), Duration.ZERO);
    }
    if (context.run().dryRun()) {
      return new Outcome.Left("a dry run runs no commands");
    }
    Optional<String> unfit = CommandRuns.problem(command, ran.parameters());
    if (unfit.isPresent()) {
      return new Outcome.Failed(unfit.get(), Duration.ZERO);
    }
    return switch (commands.run(context, system, command, ran.parameters())) {
      case CommandEnd.Ended(int code, boolean expected, String _, Duration took) ->
          expected
              ? new Outcome.Passed(took)
              : new Outcome.Failed(
                  "%s ended with the exit code %d, expected is %s"
                      .formatted(command.name(), code, command.expect()),
                  took);
      case CommandEnd.OverLimit(Duration limit, String _) ->
          new Outcome.Failed(
              "%s was ended after %s".formatted(command.name(), Durations.print(limit)), limit);
      case CommandEnd.NotStarted(String why, String _) -> new Outcome.Failed(why, Duration.ZERO);
    };
  }
}
