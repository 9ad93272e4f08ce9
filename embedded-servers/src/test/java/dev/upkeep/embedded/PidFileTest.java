package dev.upkeep.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

  private static final Path SLEEP = Path.of("/bin/sleep");

  @TempDir private Path folder;

  private Path path() {
    return folder.resolve("server.pid");
  }

  @Test
  void endsTheProcessThatItNames() throws IOException {
    try (StrayProcess left = StrayProcess.start(SLEEP, List.of("600"))) {
      left.noteIn(path());
      new PidFile(path()).endLeftBehind(SLEEP);
      assertThat(ProcessHandle.of(left.pid())).isEmpty();
      assertThat(path()).doesNotExist();
    }
  }

  @Test
  void sparesAnotherProgramThatGotTheSameProcessId() throws IOException {
    try (StrayProcess other = StrayProcess.start(SLEEP, List.of("600"))) {
      other.noteIn(path());
      new PidFile(path()).endLeftBehind(Path.of("/opt/mariadbd"));
      assertThat(other.isAlive()).isTrue();
    }
  }

  @Test
  void sparesAProcessThatStartedAtAnotherTime() throws IOException {
    try (StrayProcess later = StrayProcess.start(SLEEP, List.of("600"))) {
      Files.writeString(path(), "%d%n%d%n%s%n".formatted(later.pid(), 1_700_000_000_000L, SLEEP));
      new PidFile(path()).endLeftBehind(SLEEP);
      assertThat(later.isAlive()).isTrue();
    }
  }

  @Test
  void takesAFileItCannotReadForNobody() throws IOException {
    Files.writeString(path(), "half a li");
    new PidFile(path()).endLeftBehind(SLEEP);
    assertThat(path()).doesNotExist();
  }
}
