package dev.upkeep.benchmarks.backup;

import dev.upkeep.benchmarks.database.MeasuredMariaDb;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.backup.BackupParameters;
import dev.upkeep.database.physical.PhysicalTools;
import dev.upkeep.database.restoretest.RestoreTestParameters;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.embedded.Folders;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.BackupPlace;
import dev.upkeep.system.BackupPolicy;
import dev.upkeep.system.BackupPolicy.Keep;
import dev.upkeep.system.BackupPolicy.Method;
import dev.upkeep.system.database.TargetDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The tasks {@code database.backup} and {@code database.restore-test}, with all of their steps. */
final class Upkeeps implements Contestant {

  private static final int USUAL_LEVEL = 3;

  private final Method method;
  private final Path folder;
  private final AnnotationConfigApplicationContext tasks;

  /**
   * @param installation the {@code mariadbd} that copies are made with
   * @param folder for backups and sandboxes
   */
  Upkeeps(
      Method method, MeasuredMariaDb database, Path installation, Path mariadbBackup, Path folder)
      throws IOException {
    this.method = method;
    this.folder = Files.createDirectories(folder);
    var policy =
        new BackupPolicy(
            new BackupPlace.Folder(Files.createDirectories(folder.resolve("backups"))),
            method,
            Keep.USUAL,
            Optional.empty(),
            List.of(),
            List.of("SELECT COUNT(*) FROM documents"),
            false);
    var sandboxes = new Sandboxes(folder.resolve("sandboxes"), Optional.of(installation));
    tasks = new AnnotationConfigApplicationContext();
    tasks.registerBean(TargetDatabases.class, () -> database.door(Optional.of(policy)));
    tasks.registerBean(Sandboxes.class, () -> sandboxes);
    tasks.registerBean(PhysicalTools.class, () -> new PhysicalTools(mariadbBackup, sandboxes));
    tasks.scan("dev.upkeep.database.backup", "dev.upkeep.database.restoretest");
    tasks.refresh();
  }

  @Override
  public String name() {
    return method.word();
  }

  @Override
  public Outcome once() throws Exception {
    try {
      long began = System.nanoTime();
      ByItself backup = run("database.backup", new BackupParameters(USUAL_LEVEL));
      backup.complete();
      long written = System.nanoTime();
      ByItself test = run("database.restore-test", new RestoreTestParameters(null));
      Evidence proof = test.complete();
      long proven = System.nanoTime();
      if (!"PROVEN".equals(String.valueOf(proof.values().get("verdict")))) {
        throw new NotTheSame(String.valueOf(proof.values()));
      }
      System.out.printf("  %s: %s, then %s%n", name(), steps(backup), steps(test));
      return new Outcome((written - began) / 1e9, (proven - written) / 1e9, bytes());
    } finally {
      Folders.deleteIfThere(folder.resolve("backups").resolve(MeasuredMariaDb.SYSTEM));
    }
  }

  private ByItself run(String kind, Record parameters) {
    Task task =
        tasks.getBeansOfType(Task.class).values().stream()
            .filter(t -> t.description().kind().equals(kind))
            .findFirst()
            .orElseThrow();
    return new ByItself(task, parameters, MeasuredMariaDb.SYSTEM, MeasuredMariaDb.COMPONENT);
  }

  private static String steps(ByItself run) {
    return String.join(
        ", ",
        run.seconds().entrySet().stream()
            .filter(step -> step.getValue() >= 0.1)
            .map(step -> "%s %.1f s".formatted(step.getKey(), step.getValue()))
            .toList());
  }

  private long bytes() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("backups"))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** Ends it. */
  void close() {
    tasks.close();
  }
}
