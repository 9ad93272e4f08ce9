package dev.upkeep.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCacheTest {

  @TempDir private Path folder;

  private ServerCache cache() {
    return new ServerCache(folder.resolve("cache"));
  }

  @Test
  void fillsAFolderOnce() {
    AtomicInteger fillings = new AtomicInteger();
    for (int start = 0; start < 3; start++) {
      Path ready =
          cache()
              .once(
                  "server-1.0",
                  unfinished -> {
                    fillings.incrementAndGet();
                    Files.writeString(unfinished.resolve("program"), "x");
                  });
      assertThat(ready.resolve("program")).hasContent("x");
    }
    assertThat(fillings).hasValue(1);
  }

  @Test
  void showsNothingOfAFillingThatFailedAndTriesAgain() {
    assertThatThrownBy(
            () ->
                cache()
                    .once(
                        "server-1.0",
                        unfinished -> {
                          Files.writeString(unfinished.resolve("half"), "x");
                          throw new IOException("no space left on device");
                        }))
        .hasRootCauseMessage("no space left on device")
        .hasMessageContaining("server-1.0");
    assertThat(folder.resolve("cache/server-1.0")).doesNotExist();

    Path ready =
        cache().once("server-1.0", fresh -> Files.writeString(fresh.resolve("program"), "x"));

    assertThat(ready).isDirectoryContaining("glob:**/program");
    assertThat(ready.resolve("half")).doesNotExist();
  }

  @Test
  void takesTheFolderOfAnotherProcessThatWasFasterAndDropsItsOwn() {
    Path ready =
        cache()
            .once(
                "server-1.0",
                unfinished -> {
                  Files.writeString(unfinished.resolve("program"), "mine");
                  Path theirs = Files.createDirectory(folder.resolve("cache/server-1.0"));
                  Files.writeString(theirs.resolve("program"), "theirs");
                });
    assertThat(ready.resolve("program")).hasContent("theirs");
    assertThat(folder.resolve("cache").toFile().list()).containsExactly("server-1.0");
  }

  @Test
  void clearsAwayWhatAKilledProcessLeftUnfinished() throws IOException {
    long longDead = 4_194_304L + 1; // above the kernel's largest process id
    Path left = Files.createDirectories(folder.resolve("cache/server-1.0.unfinished-" + longDead));
    Files.writeString(left.resolve("half"), "x");

    cache().once("server-1.0", fresh -> Files.writeString(fresh.resolve("program"), "x"));

    assertThat(left).doesNotExist();
  }
}
