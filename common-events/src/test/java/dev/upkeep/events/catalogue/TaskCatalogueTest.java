package dev.upkeep.events.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.upkeep.events.EventType;
import dev.upkeep.events.Golden;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.events.envelope.EventJson;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskCatalogueTest {
  private static final String OPTIMIZE =
      Golden.of(EventType.TASK_ANNOUNCED).data().get("description").toString();
  private static final String CLEANUP = OPTIMIZE.replace("database.optimize", "database.cleanup");

  @TempDir Path modules;

  @Test
  void holdsTheTasksOfEveryModuleByKind() throws Exception {
    TaskCatalogue catalogue = catalogue("[%s]".formatted(OPTIMIZE), "[%s]".formatted(CLEANUP));

    assertThat(catalogue.tasks())
        .extracting(TaskDescription::kind)
        .containsExactly("database.cleanup", "database.optimize");
    assertThat(catalogue.describe("database.optimize"))
        .contains(EventJson.mapper().readValue(OPTIMIZE, TaskDescription.class));
    assertThat(catalogue.describe("database.backup")).isEmpty();
  }

  @Test
  void isEmptyWhereNoModuleKnowsATask() throws Exception {
    assertThat(catalogue().tasks()).isEmpty();
  }

  @Test
  void readsOneModuleTwiceOnTheClassPathOnce() throws Exception {
    assertThat(catalogue("[%s]".formatted(OPTIMIZE), "[%s]".formatted(OPTIMIZE)).tasks())
        .hasSize(1);
  }

  @Test
  void refusesTwoModulesThatDisagree() {
    String other = OPTIMIZE.replace("\"canUndo\":false", "\"canUndo\":true");

    assertThatIllegalStateException()
        .isThrownBy(() -> catalogue("[%s]".formatted(OPTIMIZE), "[%s]".formatted(other)))
        .withMessageContaining("database.optimize")
        .withMessageContaining(TaskCatalogue.RESOURCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "[5]", "[null]", "[{\"kind\":\"a\"}]", "[} "})
  void namesTheFileThatIsBroken(String content) {
    assertThatIllegalStateException()
        .isThrownBy(() -> catalogue("[%s]".formatted(OPTIMIZE), content))
        .withMessageContaining("module-1/" + TaskCatalogue.RESOURCE);
  }

  private TaskCatalogue catalogue(String... contents) throws IOException {
    for (int i = 0; i < contents.length; i++) {
      Path file = modules.resolve("module-" + i).resolve(TaskCatalogue.RESOURCE);
      Files.createDirectories(file.getParent());
      Files.writeString(file, contents[i]);
    }
    URL[] path = IntStream.range(0, contents.length).mapToObj(this::url).toArray(URL[]::new);
    try (URLClassLoader loader = new URLClassLoader(path, null)) {
      return TaskCatalogue.shipped(loader);
    }
  }

  private URL url(int module) {
    try {
      return modules.resolve("module-" + module).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }
}
