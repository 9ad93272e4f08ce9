package dev.upkeep.chassis.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FurtherTokensTest {
  private static final String TOKEN = "q8XvJm1sX3b6pT0yKcWnZrUeGd5aLhFo2iSMtBvYwEk";

  @TempDir private Path folder;

  private Path file(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("tokens"), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  @Test
  void areKnownByTheirHashAlone() throws IOException {
    String content =
        "# who may look\n\ndashboard viewer,approver %s\n".formatted(FurtherTokens.hash(TOKEN));
    FurtherTokens tokens = FurtherTokens.in(file(content));

    assertThat(tokens.holderOf(TOKEN))
        .contains(new Caller("dashboard", Set.of(Role.VIEWER, Role.APPROVER)));
    assertThat(tokens.holderOf(FurtherTokens.hash(TOKEN))).isEmpty();
    assertThat(tokens.holderOf("")).isEmpty();
    assertThat(content).doesNotContain(TOKEN);
  }

  @Test
  void areHashedAsTheManualSays() {
    // printf %s abc | sha256sum
    assertThat(FurtherTokens.hash("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void endAndBeginWithTheirLineWithoutARestart() throws IOException {
    FurtherTokens tokens = FurtherTokens.in(folder.resolve("tokens"));
    assertThat(tokens.holderOf(TOKEN)).isEmpty();

    Path file = file("dashboard viewer %s\n".formatted(FurtherTokens.hash(TOKEN)));
    assertThat(tokens.holderOf(TOKEN)).isPresent();

    Files.delete(file);
    assertThat(tokens.holderOf(TOKEN)).isEmpty();
  }

  @Test
  void openToNobodyWhileTheirFileIsBad() throws IOException {
    String good = "dashboard viewer %s\n".formatted(FurtherTokens.hash(TOKEN));
    FurtherTokens tokens = FurtherTokens.in(file(good));

    file(good + "another\n");
    assertThat(tokens.holderOf(TOKEN)).isEmpty();

    Path readable = file(good);
    assertThat(tokens.holderOf(TOKEN)).isPresent();
    Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(tokens.holderOf(TOKEN)).isEmpty();
  }

  @Test
  void refuseAFileThatIsWrongWithLineAndRemedy() throws IOException {
    String hash = FurtherTokens.hash(TOKEN);
    for (Map.Entry<String, String> wrong :
        Map.of(
                "dashboard viewer",
                "tokens:2: write NAME ROLE[,ROLE] SHA-256",
                "Dashboard viewer " + hash,
                "tokens:2: write NAME",
                "dashboard wizard " + hash,
                "there is no role 'wizard', but: viewer, operator, approver, admin",
                "dashboard viewer " + TOKEN,
                "SHA-256 in 64 lower-case hexadecimal digits",
                "first viewer " + hash,
                "tokens:2: 'first' has a line already")
            .entrySet()) {
      Path file = file("first viewer %s\n%s\n".formatted("0".repeat(64), wrong.getKey()));
      assertThatThrownBy(() -> FurtherTokens.in(file))
          .as(wrong.getKey())
          .hasMessageContaining(wrong.getValue());
    }
    Path open = file("");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> FurtherTokens.in(open)).hasMessageContaining("chmod 600");
  }
}
