package dev.upkeep.chassis.test;

import dev.upkeep.chassis.Chassis;
import dev.upkeep.chassis.run.KnownSystems;
import dev.upkeep.chassis.run.Worker;
import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.events.TaskDescription.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A worker in a process of its own whose steps write to a file that survives every kill. */
final class WitnessedWorker {
  static final String KIND = "test.witnessed";
  static final String HASH = "hash";

  private WitnessedWorker() {}

  public static void main(String[] arguments) {
    new SpringApplicationBuilder(Chassis.class, Worker.class, KillAtBoundary.class, Witnessed.class)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)
        .run(arguments);
  }

  @Configuration(proxyBeanMethods = false)
  static class Witnessed {
    @Bean
    Task witnessedTask() {
      return new WitnessedTask();
    }

    @Bean
    KnownSystems systems() {
      return system -> Optional.of(HASH);
    }
  }

  /** What the witnessed task is told. */
  record Parameters(String witness) {}

  private static final class WitnessedTask implements Task {
    @Override
    public TaskDescription description() {
      return new TaskDescription(
          KIND,
          "Write down what is done",
          "database",
          Map.of("type", "object", "properties", Map.of("witness", Map.of("type", "string"))),
          Access.WRITES,
          List.of("file"),
          false,
          false);
    }

    @Override
    public Class<Parameters> parameters() {
      return Parameters.class;
    }

    @Override
    public Steps steps() {
      return Steps.version(1).then(new Write("first")).then(new Write("second"));
    }
  }

  private record Write(String name) implements RepeatableStep {
    @Override
    public StepOutcome run(StepContext context) throws IOException {
      Files.writeString(
          Path.of(context.parameters(Parameters.class).witness()),
          "%s %d%n".formatted(name, context.fence()),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.DSYNC);
      return StepOutcome.done(Evidence.none());
    }

    @Override
    public Plan plan(StepContext context) {
      return Plan.of("write " + name);
    }
  }
}
