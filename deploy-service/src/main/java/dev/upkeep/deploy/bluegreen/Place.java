package dev.upkeep.deploy.bluegreen;

import dev.upkeep.system.Colour;
import dev.upkeep.system.NginxComponent;
import dev.upkeep.system.NginxComponent.Background;
import dev.upkeep.system.NginxComponent.Service;
import dev.upkeep.system.docker.ContainerChanges;
import dev.upkeep.system.docker.ContainerDefinition;
import dev.upkeep.system.docker.EngineProblem;
import dev.upkeep.system.nginx.Answer;
import dev.upkeep.system.nginx.FrontDoor;
import dev.upkeep.system.nginx.SwitchFolder;
import java.util.List;
import java.util.Optional;

/** What a step works at: the front door, the engine behind it, and the service that is replaced. */
record Place(
    NginxComponent nginx,
    Service service,
    ContainerChanges engine,
    FrontDoor door,
    SwitchFolder flags)
    implements AutoCloseable {

  /** The colour that people's requests go to. */
  Colour live() {
    return flags.live(service.name());
  }

  Optional<ContainerDefinition> container(Colour colour) throws EngineProblem {
    return engine.definition(service.side(colour).container());
  }

  String containerName(Colour colour) {
    return service.side(colour).container();
  }

  /** What a colour answers itself when it is asked for its health. */
  Answer health(Colour colour) {
    return door.direct(service, service.side(colour), service.health());
  }

  /**
   * Switches a colour's scheduled jobs and queue consumers, where that can be done.
   *
   * @return why it could not be done, if it could not
   */
  Optional<String> jobs(Colour colour, boolean on) throws EngineProblem {
    if (service.background().isEmpty()) {
      return Optional.empty();
    }
    String what =
        "switching the background jobs of %s %s".formatted(colour.word(), on ? "on" : "off");
    return switch (service.background().get()) {
      case Background.Post post -> {
        Answer answer =
            door.direct(service, service.side(colour), post.path(), on ? post.on() : post.off());
        yield answer.isGood()
            ? Optional.empty()
            : Optional.of("%s answered %s".formatted(what, answer.words()));
      }
      case Background.Command command -> {
        List<String> arguments = on ? command.on() : command.off();
        int code = engine.run(containerName(colour), arguments).code();
        yield code == 0
            ? Optional.empty()
            : Optional.of("%s ended with code %d".formatted(what, code));
      }
      case Background.None _ -> Optional.empty();
    };
  }

  @Override
  public void close() {
    engine.close();
  }
}
