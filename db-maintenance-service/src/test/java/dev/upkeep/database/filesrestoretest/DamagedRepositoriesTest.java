package dev.upkeep.database.filesrestoretest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.testkit.FilesStage;
import dev.upkeep.database.testkit.RunByHand.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages of all sorts. All are examined at the same time, because restic looks for what is missing
 * again and again, for most of a minute.
 */
class DamagedRepositoriesTest {

  private static final String BIG = "attachments/big";

  @TempDir Path folder;

  /** What is done to a repository, and what must be said. */
  private interface Damage {
    void doneTo(FilesStage stage) throws Exception;
  }

  /** A damage, and the words that must be among what is said of it. */
  private record Case(Damage damage, String said) {}

  private static Map<String, Case> cases() {
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put(
        "a flipped bit",
        new Case(stage -> FilesStage.flip(stage.parts("data").getFirst(), 1_000_000), BIG + ": "));
    cases.put(
        "a missing pack",
        new Case(stage -> Files.delete(stage.parts("data").getFirst()), BIG + ": "));
    cases.put(
        "a truncated pack",
        new Case(
            stage -> {
              Path pack = stage.parts("data").getFirst();
              byte[] content = Files.readAllBytes(pack);
              Files.delete(pack);
              Files.write(pack, java.util.Arrays.copyOf(content, 500_000));
            },
            BIG + ": "));
    cases.put(
        "an empty pack",
        new Case(
            stage -> {
              Path pack = stage.parts("data").getFirst();
              Files.delete(pack);
              Files.createFile(pack);
            },
            BIG + ": "));
    cases.put(
        "a missing list of folders",
        new Case(
            stage -> Files.delete(stage.parts("data").getLast()),
            "the list of its files cannot be read"));
    cases.put(
        "a missing index",
        new Case(
            stage -> {
              for (Path index : stage.parts("index")) {
                Files.delete(index);
              }
            },
            "the list of its files cannot be read"));
    cases.put(
        "a flipped bit in the index",
        new Case(stage -> FilesStage.flip(stage.parts("index").getFirst(), 50), "index"));
    cases.put(
        "a flipped bit in the snapshot",
        new Case(
            stage -> FilesStage.flip(stage.parts("snapshots").getFirst(), 50),
            "There is no backup"));
    cases.put(
        "missing keys",
        new Case(
            stage -> {
              for (Path key : stage.parts("keys")) {
                Files.delete(key);
              }
            },
            "or its keys are gone"));
    cases.put(
        "another password", new Case(stage -> stage.password("another"), "The password does not"));
    return cases;
  }

  @Test
  void eachDamageIsFoundAndNamed() throws Exception {
    Map<String, Case> cases = cases();
    Map<String, Future<String>> said = new LinkedHashMap<>();
    try (ExecutorService together = Executors.newFixedThreadPool(cases.size())) {
      int number = 0;
      for (Map.Entry<String, Case> one : cases.entrySet()) {
        Path own = Files.createDirectory(folder.resolve("case-" + number++));
        said.put(one.getKey(), together.submit(examination(own, one.getValue())));
      }
    }
    for (Map.Entry<String, Case> one : cases.entrySet()) {
      assertThat(said.get(one.getKey()).get()).as(one.getKey()).contains(one.getValue().said());
    }
  }

  private static Callable<String> examination(Path own, Case damaged) {
    return () -> {
      FilesStage stage = FilesStage.in(own);
      stage.random(BIG, 4_000_000, 7).text("attachments/small", "small");
      stage.backup().complete();
      damaged.damage().doneTo(stage);
      End end = stage.restoreTest().attempt(1);
      return end.toString();
    };
  }
}
