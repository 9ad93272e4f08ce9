package dev.upkeep.systemtest;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.upkeep.cli.NextLook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A wait in the code ends at once when the service stops, a wait in a test ends when what it waits
 * for is there: neither is a sleep. Looks at what was compiled of every module, tests included.
 */
class NobodySleepsTest {
  private static final ArchRule NOBODY_SLEEPS =
      noClasses()
          .should()
          .callMethodWhere(
              sleep(Thread.class, "sleep")
                  .or(sleep(TimeUnit.class, "sleep"))
                  .or(sleep(LockSupport.class, "park(Nanos|Until)")))
          .because("code pauses with chassis.time.Pauses or on a condition, tests with Awaitility");

  private static DescribedPredicate<JavaCall<?>> sleep(Class<?> owner, String method) {
    return target(owner(type(owner))).and(target(nameMatching(method))).forSubtype();
  }

  @Test
  void inCodeOrTestsButForThePersonsProgramThatASignalEnds() throws IOException {
    JavaClasses all = new ClassFileImporter().importPaths(compiled());

    NOBODY_SLEEPS.check(
        all.that(DescribedPredicate.not(name(NextLook.class.getName())))
            .that(DescribedPredicate.not(nameMatching(getClass().getName() + ".*"))));
  }

  @Test
  void theRuleKnowsASleepWhenItSeesOne() {
    for (Class<?> sleeper : List.of(ByThread.class, ByUnit.class, ByParking.class)) {
      JavaClasses one = new ClassFileImporter().importClasses(sleeper);
      assertThatThrownBy(() -> NOBODY_SLEEPS.check(one))
          .as(sleeper.getSimpleName())
          .isInstanceOf(AssertionError.class);
    }
  }

  /** The folders of compiled classes of all modules. */
  private static List<Path> compiled() throws IOException {
    List<Path> folders = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of("..").toRealPath())) {
      for (Path module : modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList()) {
        addCompiled(folders, module, "src/main/java", "target/classes");
        addCompiled(folders, module, "src/test/java", "target/test-classes");
      }
    }
    return folders;
  }

  private static void addCompiled(List<Path> folders, Path module, String source, String classes)
      throws IOException {
    if (hasClasses(module.resolve(source))) {
      assertThat(module.resolve(classes))
          .as("compile every module first: ./mvnw test-compile")
          .isDirectory();
      folders.add(module.resolve(classes));
    }
  }

  private static boolean hasClasses(Path source) throws IOException {
    if (!Files.exists(source)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(source)) {
      return files
          .map(file -> file.getFileName().toString())
          .anyMatch(file -> file.endsWith(".java") && !file.equals("package-info.java"));
    }
  }

  private static final class ByThread implements Callable<Boolean> {
    @Override
    public Boolean call() throws InterruptedException {
      Thread.sleep(Duration.ofMillis(1));
      return true;
    }
  }

  private static final class ByUnit implements Callable<Boolean> {
    @Override
    public Boolean call() throws InterruptedException {
      TimeUnit.MILLISECONDS.sleep(1);
      return true;
    }
  }

  private static final class ByParking implements Callable<Boolean> {
    @Override
    public Boolean call() {
      LockSupport.parkNanos(1);
      return true;
    }
  }
}
