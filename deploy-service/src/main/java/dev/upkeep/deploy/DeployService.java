package dev.upkeep.deploy;

import dev.upkeep.chassis.Chassis;
import dev.upkeep.chassis.database.RetentionSettings;
import dev.upkeep.chassis.run.KnownSystems;
import dev.upkeep.chassis.run.Leftovers;
import dev.upkeep.chassis.run.Worker;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.SystemsFolder;
import dev.upkeep.system.database.LeftConnections;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.redis.TargetCaches;
import dev.upkeep.system.secret.Secrets;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/**
 * Looks at the parts of a system as it runs, and replaces them: a worker whose tasks are in the
 * packages beside this class.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ComponentScan
@Import({Chassis.class, Worker.class})
public class DeployService {

  /** Its name among the services, in settings, topics' consumer groups and logs. */
  public static final String NAME = "deploy-service";

  /** Starts the service alone; the standalone platform starts it beside the others. */
  public static void main(String[] arguments) {
    SpringApplication.run(DeployService.class, arguments);
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
  Secrets secrets() {
    return Secrets.ofThisProcess();
  }

  @Bean
  TargetDatabases targetDatabases(
      SystemsFolder systems, Secrets secrets, RetentionSettings retention) {
    return new TargetDatabases(systems::named, secrets, retention.runs());
  }

  @Bean
  TargetCaches targetCaches(SystemsFolder systems, Secrets secrets) {
    return new TargetCaches(systems::named, secrets);
  }

  @Bean
  Leftovers leftConnections(TargetDatabases databases) {
    return new LeftConnections(databases);
  }
}
