package dev.upkeep.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.run.Boundary;
import dev.upkeep.chassis.test.TaskResult;
import dev.upkeep.chassis.test.TaskTester;
import dev.upkeep.chassis.test.TestDocker;
import dev.upkeep.deploy.testkit.EvidenceNames;
import dev.upkeep.deploy.testkit.TestSystem;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.MaintenanceResolved;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.system.command.ContainerCommands;
import dev.upkeep.system.command.Launch;
import dev.upkeep.system.docker.DockerEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators' own commands, as real processes here and in real containers. */
class CommandRunTaskTest {

  private static final String SECRET = "correct-horse-battery";

  @TempDir private Path folder;

  @Test
  void aCommandsEndIsTheEvidence() throws Exception {
    TaskResult result = run("run: [/bin/sh, -c, 'echo out; echo err >&2; exit 3'], expect: [0, 3]");

    assertThat(EvidenceNames.listed(result).evidence().values())
        .containsEntry("command", "it")
        .containsEntry("ran-in", "the worker's machine")
        .containsEntry("exit-code", 3)
        .hasEntrySatisfying(
            "output", said -> assertThat(said.toString()).contains("out").contains("err"));
  }

  @Test
  void anUnexpectedExitCodeFailsWithTheLastWords() throws Exception {
    MaintenanceFailed failed = run("run: [/bin/sh, -c, 'echo no disk; exit 4']").failed();

    assertThat(failed.reason())
        .contains("it ended with the exit code 4, expected is [0]. It said last: no disk");
  }

  @Test
  void theEnvironmentIsWhatTheFileSaysAndSecretsAreMasked() throws Exception {
    TaskResult result =
        run(
            "run: [/usr/bin/env], environment: {GREETING: hello, SIGN: \"${env:THE_SECRET}\"},"
                + " folder: /tmp");

    assertThat(result.evidence().values().get("output").toString().lines())
        .filteredOn(line -> !line.startsWith("PATH=") && !line.startsWith("UPKEEP_COMMAND="))
        .containsExactlyInAnyOrder("GREETING=hello", "SIGN=***");
    assertThat(result.toString()).doesNotContain(SECRET);
  }

  @Test
  void outputIsBoundedAndItsBeginningAndItsEndAreKept() throws Exception {
    TaskResult result = run("run: [/usr/bin/seq, \"1\", \"200000\"]");

    String said = result.evidence().values().get("output").toString();
    assertThat(said.length()).isLessThan(20_000);
    assertThat(said).startsWith("1\n2\n").endsWith("\n200000").contains("lines left out");
  }

  @Test
  void afterItsLimitACommandIsEndedWithWhateverItStarted() throws Exception {
    Path ids = folder.resolve("ids");
    Path script =
        script(
            """
            sleep 300 & echo $! >> %1$s
            setsid sh -c 'sleep 300 & echo $! >> %1$s; wait' &
            (setsid sh -c 'sleep 300 & echo $! >> %1$s' &)
            wait
            """
                .formatted(ids));

    TaskResult result = run("run: [%s], limit: 1s".formatted(script));

    assertThat(result.failed().reason())
        .contains("was ended with all that it had started, after its limit of 1s");
    List<String> started = Files.readAllLines(ids);
    assertThat(started).hasSize(3);
    assertThat(started).noneMatch(CommandRunTaskTest::lives);
  }

  @Test
  void aFailedCommandIsTakenBackByItsUndo() throws Exception {
    Path made = folder.resolve("made");

    MaintenanceFailed failed =
        run("run: [/bin/sh, -c, 'touch %1$s; exit 1'], undo: [/bin/rm, %1$s]".formatted(made))
            .failed();

    assertThat(failed.reason()).contains("Its undo took that back.");
    assertThat(made).doesNotExist();
  }

  @Test
  void afterACrashAPersonIsAskedWhetherItDidItsWork() throws Exception {
    Path lines = folder.resolve("lines");
    String command = "run: [/bin/sh, -c, 'echo x >> %s']".formatted(lines);

    try (TaskTester tester = tester(command)) {
      TaskRunRef run =
          tester.crashAt(Boundary.AFTER_EFFECT, "run-once/it").begin(parameters(), false);
      assertThat(tester.finish(run).needsOperator().question())
          .contains("Has the command it done its work?");
      assertThat(tester.resolve(run, MaintenanceResolved.Answer.HAPPENED).completed()).isNotNull();
    }
    assertThat(lines).hasContent("x");
  }

  @Test
  void aRepeatableCommandRunsAgainAfterACrash() throws Exception {
    Path lines = folder.resolve("lines");

    try (TaskTester tester =
        tester("run: [/bin/sh, -c, 'echo x >> %s'], repeatable: true".formatted(lines))) {
      assertThat(
              tester
                  .crashAt(Boundary.AFTER_EFFECT, "run-repeatable/it")
                  .run(parameters())
                  .completed())
          .isNotNull();
    }
    assertThat(Files.readAllLines(lines)).hasSize(2);
  }

  @Test
  void aProbeKeepsACommandFromRunningTwice() throws Exception {
    Path lines = folder.resolve("lines");

    try (TaskTester tester =
        tester(
            "run: [/bin/sh, -c, 'echo x >> %1$s'], probe: [/usr/bin/test, -e, %1$s]"
                .formatted(lines))) {
      assertThat(
              tester.crashAt(Boundary.AFTER_EFFECT, "run-probed/it").run(parameters()).completed())
          .isNotNull();
    }
    assertThat(lines).hasContent("x");
  }

  @Test
  void aDryRunSaysWhatWouldRunAndRunsNothing() throws Exception {
    Path made = folder.resolve("made");

    try (TaskTester tester = tester("run: [/usr/bin/touch, %s]".formatted(made))) {
      assertThat(tester.dryRun(parameters()).completed().report().toString())
          .contains("it would run in the worker's machine");
    }
    assertThat(made).doesNotExist();
  }

  @Test
  void aCommandThatTheFileDoesNotNameIsRefusedBeforeAnything() throws Exception {
    try (TaskTester tester = tester("run: [/bin/true]")) {
      assertThat(tester.run(Map.of("command", "rm")).failed().reason())
          .isEqualTo("The system dms has no command 'rm'.");
    }
  }

  @Test
  void aCommandRunsInAContainerAndIsEndedThereAfterItsLimit() throws Exception {
    try (TestDocker docker = TestDocker.here()) {
      String name = docker.start(TestDocker.DEBIAN, "backend", "--", "sleep", "infinity");
      String inside = "in: backend, environment: {WHO: me}, folder: /tmp";

      TaskResult result =
          inContainer(name, "run: [/bin/sh, -c, 'pwd; echo $WHO; exit 5'], expect: 5, " + inside);
      assertThat(result.evidence().values())
          .containsEntry("ran-in", "backend")
          .containsEntry("exit-code", 5)
          .containsEntry("output", "/tmp\nme");

      TaskResult over =
          inContainer(
              name, "run: [/bin/sh, -c, 'setsid sleep 271 & sleep 272'], limit: 1s, " + inside);
      assertThat(over.failed().reason()).contains("after its limit of 1s");
      assertThat(docker.docker("top", name))
          .doesNotContain("sleep 271")
          .doesNotContain("sleep 272");
    }
  }

  @Test
  void whatIsLeftRunningInAContainerIsFoundByItsMark() throws Exception {
    try (TestDocker docker = TestDocker.here()) {
      String name = docker.start(TestDocker.DEBIAN, "backend", "--", "sleep", "infinity");
      var left =
          new ContainerCommands(
              DockerEngine.USUAL,
              docker.docker("inspect", "--format", "{{.Id}}", name),
              Optional.empty());
      UUID mark = UUID.randomUUID();
      try (left) {
        try (var _ =
            left.start(
                new Launch(
                    List.of("/bin/sleep", "273"),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    mark))) {
          Awaitility.await().until(() -> docker.docker("top", name).contains("sleep 273"));
        }
        left.end(mark);
      }
      assertThat(docker.docker("top", name)).doesNotContain("sleep 273");
    }
  }

  private static boolean lives(String pid) {
    return ProcessHandle.of(Long.parseLong(pid.strip()))
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().command().isPresent())
        .isPresent();
  }

  private Path script(String text) throws IOException {
    Path script = folder.resolve("script");
    Files.writeString(script, "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  private TaskResult run(String command) throws IOException {
    try (TaskTester tester = tester(command)) {
      return tester.run(parameters());
    }
  }

  private TaskResult inContainer(String container, String command) throws IOException {
    try (TaskTester tester =
        tester("backend: {kind: container, container: %s}".formatted(container), command)) {
      return tester.run(parameters());
    }
  }

  private static Map<String, Object> parameters() {
    return Map.of("command", "it");
  }

  private TaskTester tester(String command) throws IOException {
    return tester("backend: {kind: container, container: nobody}", command);
  }

  private TaskTester tester(String component, String command) throws IOException {
    Path systems = Files.createTempDirectory(folder, "systems");
    TestSystem system =
        TestSystem.in(
            systems,
            "components:\n  %s\ncommands:\n  it: {%s}\n".formatted(component, command),
            Map.of("THE_SECRET", SECRET));
    return TaskTester.of(
        new CommandRunTask(system.systems(), system.secrets()),
        options ->
            options
                .system(TestSystem.NAME)
                .component("backend")
                .leftovers(new LeftCommands())
                .setting("upkeep.run.patience", Duration.ofSeconds(2).toString()));
  }
}
