package dev.upkeep.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.deploy.testkit.TestSystem;
import dev.upkeep.system.NamedCommand;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentsTest {

  private NamedCommand command;

  @BeforeEach
  void readTheFile(@TempDir Path folder) throws Exception {
    command =
        TestSystem.in(
                folder,
                """
                components:
                  cache: {kind: redis, url: "redis://127.0.0.1/0"}
                commands:
                  reindex:
                    run: [/opt/reindex, {parameter: tenant}, {parameter: tenant, after: "--as="}, {parameter: batch}, {parameter: mode}]
                    parameters:
                      tenant: {matches: "[-a-z; $()]{1,20}"}
                      batch: {least: 1, most: 100}
                      mode: {one-of: [fast, -slow]}
                """,
                Map.of())
            .systems()
            .named(TestSystem.NAME)
            .orElseThrow()
            .commands()
            .get("reindex");
  }

  @Test
  void aValueIsOneArgumentWhateverItHolds() {
    Map<String, Object> told = Map.of("tenant", "a; rm $(x)", "batch", 7, "mode", "-slow");

    assertThat(Arguments.problem(command, told)).isEmpty();
    assertThat(Arguments.filled(command.run(), told))
        .containsExactly("/opt/reindex", "a; rm $(x)", "--as=a; rm $(x)", "7", "-slow");
  }

  @Test
  void whatDoesNotFitIsRefusedByName() {
    assertThat(problem("tenant", "A", "batch", 7)).contains("'tenant'").contains("'A'");
    assertThat(problem("tenant", "a", "batch", 101)).contains("'batch'").contains("'101'");
    assertThat(problem("tenant", "a", "batch", "7")).contains("'batch'");
    assertThat(problem("tenant", "a\nb", "batch", 7)).contains("'tenant'");
    assertThat(problem("tenant", "-rf", "batch", 7)).contains("begins with a hyphen");
  }

  @Test
  void missingAndUnknownParametersAreNamed() {
    assertThat(Arguments.problem(command, Map.of("tenant", "a", "batch", 1)).orElseThrow())
        .contains("needs the parameter 'mode'");
    assertThat(Arguments.problem(command, Map.of("tenat", "a")).orElseThrow())
        .contains("no parameter 'tenat'");
  }

  private String problem(String first, Object one, String second, Object two) {
    return Arguments.problem(command, Map.of(first, one, second, two, "mode", "fast"))
        .orElseThrow();
  }
}
