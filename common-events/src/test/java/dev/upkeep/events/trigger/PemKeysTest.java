package dev.upkeep.events.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemKeysTest {
  @TempDir Path folder;

  @Test
  void readsBackWhatItMade() throws Exception {
    var made = PemKeys.make(folder, "somchai");
    var read = PemKeys.readPair(folder.resolve("somchai.key"));
    assertThat(read.getPublic()).isEqualTo(made.getPublic());
    assertThat(read.getPrivate()).isEqualTo(made.getPrivate());
  }

  @Test
  void givesThePrivateKeyToItsOwnerOnly() throws Exception {
    PemKeys.make(folder, "somchai");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("somchai.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void neverOverwritesAKey() throws Exception {
    PemKeys.make(folder, "somchai");
    String before = Files.readString(folder.resolve("somchai.key"));
    assertThatThrownBy(() -> PemKeys.make(folder, "somchai"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(folder.resolve("somchai.key")).hasContent(before);
  }

  @Test
  void refusesAKeyThatOthersMayRead() throws Exception {
    PemKeys.make(folder, "somchai");
    Path key = folder.resolve("somchai.key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PemKeys.readPair(key))
        .withMessageContaining("chmod 600");
  }

  @Test
  void refusesAFileThatIsNoKeyWithoutRepeatingIt() throws Exception {
    Path file = folder.resolve("x.pub");
    Files.writeString(file, "c2VjcmV0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PemKeys.readPublic(file))
        .withMessageNotContaining("c2VjcmV0");
  }
}
