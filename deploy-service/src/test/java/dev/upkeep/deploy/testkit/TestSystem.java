package dev.upkeep.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.system.SystemFile;
import dev.upkeep.system.SystemsFolder;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.redis.TargetCaches;
import dev.upkeep.system.secret.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A system as operators describe it, in a file of its own.
 *
 * @param systems the folder with the file
 * @param secrets what its references lead to
 */
public record TestSystem(SystemsFolder systems, Secrets secrets) {

  /** How runs name it. */
  public static final String NAME = "dms";

  /**
   * Writes the file.
   *
   * @param rest all that comes after its name, from {@code components:} on
   * @param secrets by the names of variables
   */
  public static TestSystem in(Path folder, String rest, Map<String, String> secrets)
      throws IOException {
    String text = "system: %s\ntitle: Documents\n%s".formatted(NAME, rest);
    var reading = SystemFile.read("dms.yaml", text.getBytes(StandardCharsets.UTF_8));
    assertThat(reading).as(reading.toString()).isInstanceOf(SystemFile.Reading.Good.class);
    Files.writeString(folder.resolve("dms.yaml"), text);
    return new TestSystem(new SystemsFolder(folder), new Secrets(secrets));
  }

  public TargetDatabases databases() {
    return new TargetDatabases(systems::named, secrets, Duration.ofDays(30));
  }

  public TargetCaches caches() {
    return new TargetCaches(systems::named, secrets);
  }
}
