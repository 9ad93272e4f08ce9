package dev.upkeep.example.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.run.Boundary;
import dev.upkeep.chassis.test.Place;
import dev.upkeep.chassis.test.TaskResult;
import dev.upkeep.chassis.test.TaskTester;
import dev.upkeep.events.RunReport.StepState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumTaskTest {
  private static final String SUM_OF_A =
      "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

  @TempDir private Path folder;

  @BeforeEach
  void fill() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "a");
    Files.writeString(folder.resolve("ก.txt"), "ข");
  }

  private Map<String, Object> parameters() {
    return Map.of("folder", folder.toString());
  }

  private String manifest() throws IOException {
    return Files.readString(folder.resolve("SHA256SUMS"));
  }

  @Test
  void writesTheManifestAndProvesIt() throws IOException {
    try (TaskTester tester = TaskTester.of(new ChecksumTask())) {
      TaskResult result = tester.run(parameters());

      assertThat(manifest()).startsWith(SUM_OF_A + "  a.txt").contains("ก.txt");
      assertThat(result.evidence().values()).containsEntry("files", 2);
      assertThat(result.step("hash-file/a.txt").evidence().values())
          .containsEntry("sha256", SUM_OF_A);
    }
  }

  @Test
  void plansWithoutWriting() {
    try (TaskTester tester = TaskTester.of(new ChecksumTask())) {
      TaskResult result = tester.dryRun(parameters());

      assertThat(folder.resolve("SHA256SUMS")).doesNotExist();
      assertThat(result.step("write-manifest").state()).isEqualTo(StepState.PLANNED);
    }
  }

  @Test
  void failsOnAFolderThatIsNotThere() {
    try (TaskTester tester = TaskTester.of(new ChecksumTask())) {
      TaskResult result = tester.run(Map.of("folder", "/nowhere"));

      assertThat(result.failed().reason()).isEqualTo("/nowhere is not a folder");
    }
  }

  @Test
  void comesToTheSameEndWhereverItsWorkerDies() throws IOException {
    try (TaskTester tester = TaskTester.of(new ChecksumTask())) {
      for (Place place : tester.run(parameters()).passed()) {
        if (place.boundary() == Boundary.AFTER_END) {
          continue;
        }
        Files.delete(folder.resolve("SHA256SUMS"));

        TaskResult result = tester.crashAt(place).run(parameters());

        assertThat(result.evidence().values()).as("after %s", place).containsEntry("files", 2);
        assertThat(manifest()).contains("a.txt").contains("ก.txt");
        try (Stream<Path> files = Files.list(folder)) {
          assertThat(files).as("after %s", place).hasSize(3);
        }
      }
    }
  }
}
