package dev.upkeep.database;

import dev.upkeep.chassis.Chassis;
import dev.upkeep.chassis.database.RetentionSettings;
import dev.upkeep.chassis.run.KnownSystems;
import dev.upkeep.chassis.run.Leftovers;
import dev.upkeep.chassis.run.Worker;
import dev.upkeep.database.physical.PhysicalTools;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.SystemsFolder;
import dev.upkeep.system.database.LeftConnections;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.redis.TargetCaches;
import dev.upkeep.system.secret.Secrets;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/**
 * Looks after MariaDB, Redis and files: a worker whose tasks are in the packages beside this class.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ComponentScan
@Import({Chassis.class, Worker.class})
public class DatabaseMaintenanceService {

  /** Its name among the services, in settings, topics' consumer groups and logs. */
  public static final String NAME = "db-maintenance-service";

  /** Starts the service alone; the standalone platform starts it beside the others. */
  public static void main(String[] arguments) {
    SpringApplication.run(DatabaseMaintenanceService.class, arguments);
  }

  @Bean
  SystemsFolder systemsFolder(@Value("${upkeep.systems-folder:systems}") Path folder) {
    return new SystemsFolder(folder);
  }

  @Bean
  KnownSystems knownSystems(SystemsFolder systems) {
    return name -> systems.named(name).map(MaintainedSystem::hash);
  }

  @Bean
  TargetDatabases targetDatabases(SystemsFolder systems, RetentionSettings retention) {
    return new TargetDatabases(systems::named, Secrets.ofThisProcess(), retention.runs());
  }

  @Bean
  TargetCaches targetCaches(SystemsFolder systems) {
    return new TargetCaches(systems::named, Secrets.ofThisProcess());
  }

  @Bean
  FileSets fileSets(
      SystemsFolder systems, @Value("${upkeep.restic.program:/usr/bin/restic}") Path restic) {
    return new FileSets(systems::named, Secrets.ofThisProcess(), restic);
  }

  @Bean
  Leftovers leftConnections(TargetDatabases databases) {
    return new LeftConnections(databases);
  }

  @Bean
  Sandboxes sandboxes(
      @Value("${upkeep.sandbox.folder:sandbox}") Path folder,
      @Value("${upkeep.sandbox.server:}") String server) {
    return new Sandboxes(folder, Optional.of(server).filter(s -> !s.isBlank()).map(Path::of));
  }

  @Bean
  PhysicalTools physicalTools(
      @Value("${upkeep.physical.program:/usr/bin/mariadb-backup}") Path program,
      Sandboxes sandboxes) {
    return new PhysicalTools(program, sandboxes);
  }
}
