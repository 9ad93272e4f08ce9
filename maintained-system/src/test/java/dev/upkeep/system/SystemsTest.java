package dev.upkeep.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.system.yaml.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemsTest {

  @TempDir Path folder;

  @Test
  void keepsTheLastGoodVersionOfAFileThatBecameBad() throws IOException {
    write("a.yaml", system("alpha", "first"));
    Systems good = Systems.in(folder);
    write("a.yaml", system("alpha", "second") + "typo: 1\n");
    Systems bad = good.reread(folder);
    assertThat(bad.problems())
        .extracting(FileProblem::what)
        .containsExactly("unknown key 'typo' in a system");
    assertThat(bad.named("alpha").orElseThrow().title()).isEqualTo("first");

    write("a.yaml", system("alpha", "third"));
    Systems mended = bad.reread(folder);
    assertThat(mended.problems()).isEmpty();
    assertThat(mended.named("alpha").orElseThrow().title()).isEqualTo("third");
  }

  @Test
  void doesNotTakeABadFileThatWasNeverGood() throws IOException {
    write("a.yaml", "system: alpha\n");
    assertThat(Systems.in(folder).all()).isEmpty();
  }

  @Test
  void dropsWhatIsGone() throws IOException {
    write("a.yaml", system("alpha", "first"));
    Systems before = Systems.in(folder);
    Files.delete(folder.resolve("a.yaml"));
    assertThat(before.reread(folder).all()).isEmpty();
  }

  @Test
  void keepsEverythingWhenTheFolderItselfVanishes() throws IOException {
    write("a.yaml", system("alpha", "first"));
    Systems before = Systems.in(folder);
    Systems after = before.reread(folder.resolve("not-mounted"));
    assertThat(after.named("alpha")).isPresent();
    assertThat(after.problems())
        .singleElement()
        .extracting(FileProblem::what)
        .isEqualTo("the folder cannot be read");
  }

  @Test
  void refusesANameThatAnotherFileHas() throws IOException {
    write("b.yaml", system("alpha", "first"));
    Systems before = Systems.in(folder);
    write("a.yaml", "title: other\n" + system("alpha", "second").replace("title: second\n", ""));
    Systems after = before.reread(folder);
    assertThat(after.named("alpha").orElseThrow().title()).isEqualTo("first");
    assertThat(after.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).endsWith("a.yaml");
              assertThat(problem.line()).isEqualTo(2);
              assertThat(problem.what())
                  .contains("'alpha' is already the name in")
                  .endsWith("b.yaml");
            });
  }

  @Test
  void overlooksHiddenFilesAndOtherFiles() throws IOException {
    write(".a.yaml.swp", "x");
    write(".hidden.yaml", "x");
    write("README.md", "x");
    write("b.yml", system("beta", "read"));
    Files.createDirectory(folder.resolve("folder.yaml"));
    Systems systems = Systems.in(folder);
    assertThat(systems.problems()).isEmpty();
    assertThat(systems.all()).extracting(MaintainedSystem::name).containsExactly("beta");
  }

  private static String system(String name, String title) {
    return "system: %s\ntitle: %s\ncomponents: {cache: {kind: redis, url: 'redis://r:6379/0'}}\n"
        .formatted(name, title);
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(folder.resolve(file), content);
  }
}
