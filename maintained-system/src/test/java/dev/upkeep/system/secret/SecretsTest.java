package dev.upkeep.system.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.system.secret.ResolvedSecret.Found;
import dev.upkeep.system.secret.ResolvedSecret.NotFound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  @TempDir Path folder;

  private final Secrets secrets = new Secrets(Map.of("DB_PASSWORD", "s3cret", "EMPTY", ""));

  @Test
  void findsASecretInTheEnvironment() {
    assertThat(revealed("${env:DB_PASSWORD}")).isEqualTo("s3cret");
  }

  @Test
  void findsASecretInAFileOfItsOwnerAndDropsTheLineBreakAtItsEnd() throws IOException {
    assertThat(revealed(reference(file("s3cret\n", "rw-------")))).isEqualTo("s3cret");
    assertThat(revealed(reference(file("s3cret\r\n", "r--------")))).isEqualTo("s3cret");
    assertThat(revealed(reference(file(" s3\ncret ", "r--------")))).isEqualTo(" s3\ncret ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"})
  void refusesAFileThatOthersMayTouchAndSaysWhatToDo(String rights) throws IOException {
    Path file = file("s3cret", rights);
    NotFound refused = refused(reference(file));
    assertThat(refused.why()).contains("can be read by others").doesNotContain("s3cret");
    assertThat(refused.remedy()).isEqualTo("Run: chmod 600 " + file);
  }

  @Test
  void saysWhichSecretIsMissing() throws IOException {
    assertThat(refused("${env:NOT_SET}").why()).contains("${env:NOT_SET} is not set");
    assertThat(refused("${env:EMPTY}").why()).contains("is not set");
    assertThat(refused(reference(folder.resolve("none"))).why()).contains("is not a file");
    assertThat(refused(reference(folder)).why()).contains("is not a file");
    assertThat(refused(reference(file("\n", "rw-------"))).why()).contains("is empty");
  }

  @Test
  void refusesAFileThatIsNoSecret() throws IOException {
    assertThat(refused(reference(file("x".repeat(70_000), "rw-------"))).why()).contains("larger");
    Path binary = file("", "rw-------");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(refused(reference(binary)).why()).contains("not text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3cret",
        "${file:relative/path}",
        "${env:}",
        "${env:A B}",
        "${vault:x}",
        "x${env:A}",
        "${env:A}x",
        "$env:A",
        "${file:}"
      })
  void takesNothingButAReferenceForAReference(String text) {
    assertThat(SecretReference.parse(text)).isEmpty();
  }

  @Test
  void printsStars() {
    assertThat(new Secret("s3cret")).hasToString("***");
    assertThat(new Found(new Secret("s3cret")).toString()).doesNotContain("s3cret");
  }

  private String revealed(String reference) {
    return ((Found) secrets.resolve(SecretReference.parse(reference).orElseThrow()))
        .secret()
        .reveal();
  }

  private NotFound refused(String reference) {
    return (NotFound) secrets.resolve(SecretReference.parse(reference).orElseThrow());
  }

  private static String reference(Path file) {
    return "${file:" + file + "}";
  }

  private Path file(String content, String rights) throws IOException {
    Path file = Files.createTempFile(folder, "secret", "");
    Files.writeString(file, content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
  }
}
