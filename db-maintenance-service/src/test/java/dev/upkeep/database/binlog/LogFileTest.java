package dev.upkeep.database.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

  private static final Instant BEGUN = Instant.parse("2026-11-22T01:00:00Z");

  @TempDir private Path folder;

  @Test
  void saysWhenItsFirstAndItsLastEventWereWritten() throws Exception {
    assertThat(LogFile.read(file(log())))
        .isEqualTo(new LogFile(BEGUN, BEGUN.plusSeconds(90), log().length));
  }

  @Test
  void isNotWholeWhereverItIsCutOff() throws Exception {
    byte[] whole = log();
    for (int length = 0; length < whole.length; length++) {
      // Between two events nobody can tell; there the server's own length does.
      if (length != 4 + 19 + 100 && length != 4 + 2 * 19 + 100) {
        Path cut = file(Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> LogFile.read(cut)).isInstanceOf(LogFile.Broken.class);
      }
    }
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("bin.000001"), content);
  }

  private static byte[] log() throws IOException {
    var log = new ByteArrayOutputStream();
    log.write(new byte[] {(byte) 0xfe, 'b', 'i', 'n'});
    log.write(event(BEGUN, 100));
    log.write(event(Instant.EPOCH, 0));
    log.write(event(BEGUN.plusSeconds(90), 33));
    return log.toByteArray();
  }

  private static byte[] event(Instant at, int content) {
    return ByteBuffer.allocate(19 + content)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0, (int) at.getEpochSecond())
        .putInt(9, 19 + content)
        .array();
  }
}
