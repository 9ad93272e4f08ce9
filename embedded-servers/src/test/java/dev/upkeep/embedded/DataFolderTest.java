package dev.upkeep.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  @TempDir private Path parent;

  @Test
  void isMadeForItsOwnerAlone() throws Exception {
    Path path = parent.resolve("deep/down/data");
    try (DataFolder folder = DataFolder.open(path)) {
      assertThat(Files.getPosixFilePermissions(folder.path()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(Files.readString(folder.resolve(DataFolder.LOCK_FILE)).strip())
          .isEqualTo(Long.toString(ProcessHandle.current().pid()));
    }
  }

  @Test
  void isRefusedWhileHeldAndFreeOnceGivenBack() {
    Path path = parent.resolve("data");
    try (DataFolder folder = DataFolder.open(path)) {
      assertThatThrownBy(() -> DataFolder.open(path))
          .isInstanceOf(DataFolderInUseException.class)
          .hasMessage(
              "The data folder %s is in use by process %d. Stop that process, or name another folder.",
              folder.path(), ProcessHandle.current().pid());
    }
    DataFolder.open(path).close();
  }

  @Test
  void isTheSameFolderThroughASymbolicLink() throws Exception {
    Path path = parent.resolve("data");
    try (DataFolder folder = DataFolder.open(path)) {
      Path link = Files.createSymbolicLink(parent.resolve("link"), folder.path());
      assertThatThrownBy(() -> DataFolder.open(link)).isInstanceOf(DataFolderInUseException.class);
    }
  }

  @Test
  void staysHeldAfterARefusedAttemptInTheSameProcess() throws Exception {
    Path path = parent.resolve("data");
    try (DataFolder folder = DataFolder.open(path)) {
      assertThatThrownBy(() -> DataFolder.open(path)).isInstanceOf(DataFolderInUseException.class);
      // POSIX would have dropped the lock, had the attempt opened and closed the file.
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  OpensDataFolder.class.getName(),
                  folder.path().toString())
              .redirectErrorStream(true)
              .start();
      assertThat(other.inputReader().lines())
          .anyMatch(line -> line.contains("in use by process " + ProcessHandle.current().pid()));
    }
  }

  /** Another process that wants the folder. */
  static final class OpensDataFolder {

    private OpensDataFolder() {}

    public static void main(String[] arguments) {
      DataFolder.open(Path.of(arguments[0])).close();
    }
  }
}
