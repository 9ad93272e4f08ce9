package dev.upkeep.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.run.KnownSystems;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.chassis.test.RoutesAssertion;
import dev.upkeep.chassis.test.TaskCatalogueAssertion;
import dev.upkeep.chassis.test.TestPlatform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class DeployServiceTest {

  @Test
  void startsWithItsTasksAndKnowsItsSystemsAndClosesItsRoutes(
      @TempDir Path folder, @TempDir Path web) throws Exception {
    Files.writeString(
        folder.resolve("dms.yaml"),
        """
        system: dms
        title: Documents
        components:
          database: {kind: mariadb, url: "jdbc:mariadb://127.0.0.1:3306/dms", user: upkeep, password: "${env:DMS}"}
        """);
    Map<String, Object> settings = new HashMap<>(TestPlatform.newSchema().settings());
    settings.put("upkeep.service", DeployService.NAME);
    settings.put("upkeep.kafka.bootstrap-servers", TestPlatform.kafka().bootstrapServers());
    settings.put("upkeep.systems-folder", folder.toString());
    RoutesAssertion routes = RoutesAssertion.withTokensIn(web);
    settings.putAll(routes.settings());

    try (ConfigurableApplicationContext service =
        new SpringApplicationBuilder(DeployService.class)
            .web(WebApplicationType.SERVLET)
            .bannerMode(Banner.Mode.OFF)
            .registerShutdownHook(false)
            .properties(settings)
            .run()) {
      List<Task> tasks = service.getBeanProvider(Task.class).orderedStream().toList();
      TaskCatalogueAssertion.assertShipped(tasks);
      assertThat(tasks)
          .extracting(task -> task.description().kind())
          .containsExactlyInAnyOrder(
              "command.run",
              "deploy.blue-green",
              "deploy.rollback",
              "health.check",
              "smoke-test.run",
              "system.record-state");
      assertThat(service.getBean(KnownSystems.class).hash("dms")).isPresent();
      assertThat(service.getBean(KnownSystems.class).hash("other")).isEmpty();
      routes.walk(service);
    }
  }
}
