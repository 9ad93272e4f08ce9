package dev.upkeep.deploy.state;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.system.Component;
import dev.upkeep.system.ContainerComponent;
import dev.upkeep.system.FilesComponent;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.MariaDbComponent;
import dev.upkeep.system.NginxComponent;
import dev.upkeep.system.RedisComponent;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import dev.upkeep.system.docker.ContainerReference;
import dev.upkeep.system.docker.EngineProblem;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.ServerInfo;
import dev.upkeep.system.redis.TargetCaches;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Looks at all components of a system. What cannot be looked at is a fact too. */
final class SystemLook {

  private static final Duration LOCK_WAIT = Duration.ofSeconds(5);
  private static final String UNKNOWN = "not-seen";

  private final TargetDatabases databases;
  private final TargetCaches caches;

  SystemLook(TargetDatabases databases, TargetCaches caches) {
    this.databases = databases;
    this.caches = caches;
  }

  SystemState of(StepContext context, MaintainedSystem system) throws StopRequested {
    SortedMap<String, String> facts = new TreeMap<>();
    SortedMap<String, Long> sizes = new TreeMap<>();
    Listeners.ofThisMachine().forEach(name -> facts.put("listeners/" + name, "listens"));
    int seen = 0;
    for (Component component : system.components().values()) {
      context.progress(
          (double) seen++ / system.components().size(), "looking at " + component.name());
      context.safePoint("component");
      try {
        look(system, component, facts, sizes);
      } catch (TargetProblem problem) {
        facts.put(component.name() + "/" + UNKNOWN, problem.reason());
      } catch (EngineProblem problem) {
        facts.put(component.name() + "/" + UNKNOWN, problem.why());
      } catch (SQLException e) {
        facts.put(component.name() + "/" + UNKNOWN, String.valueOf(e.getMessage()));
      }
    }
    return new SystemState(facts, sizes);
  }

  private void look(
      MaintainedSystem system,
      Component component,
      SortedMap<String, String> facts,
      SortedMap<String, Long> sizes)
      throws TargetProblem, EngineProblem, SQLException {
    String name = component.name();
    switch (component) {
      case ContainerComponent container ->
          ContainerFacts.put(system.docker(), container.container().which(), name, facts);
      case NginxComponent nginx ->
          ContainerFacts.put(
              system.docker(), new ContainerReference.Named(nginx.container()), name, facts);
      case MariaDbComponent database -> {
        container(system, database.container(), name, facts);
        try (TargetSession session = databases.named(system.name(), name).open(LOCK_WAIT)) {
          SchemaFacts.put(session, name, facts, sizes);
        }
      }
      case RedisComponent cache -> {
        container(system, cache.container(), name, facts);
        try (CacheSession session = caches.named(system.name(), name).open("record")) {
          ServerInfo info = ServerInfo.of(session);
          facts.put(name + "/server", "Redis " + info.text("redis_version"));
          facts.put(name + "/policy", info.text("maxmemory_policy"));
          facts.put(name + "/maxmemory", info.text("maxmemory"));
          sizes.put(name + "/memory-bytes", info.number("used_memory"));
          sizes.put(
              name + "/keys",
              info.keysByDatabase().values().stream().mapToLong(Long::longValue).sum());
        }
      }
      case FilesComponent files -> FileFacts.put(files, facts);
    }
  }

  private static void container(
      MaintainedSystem system,
      Optional<ContainerReference> container,
      String name,
      SortedMap<String, String> facts)
      throws EngineProblem {
    if (container.isPresent()) {
      ContainerFacts.put(system.docker(), container.get().which(), name, facts);
    }
  }
}
