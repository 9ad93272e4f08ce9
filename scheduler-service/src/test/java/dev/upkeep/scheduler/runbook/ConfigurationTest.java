package dev.upkeep.scheduler.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.upkeep.events.catalogue.TaskCatalogue;
import dev.upkeep.scheduler.schedule.CronSchedule;
import dev.upkeep.scheduler.schedule.DstRules;
import dev.upkeep.scheduler.schedule.IntervalSchedule;
import dev.upkeep.scheduler.schedule.MissedPolicy;
import dev.upkeep.scheduler.schedule.OneShotSchedule;
import dev.upkeep.scheduler.schedule.OverlapPolicy;
import dev.upkeep.scheduler.schedule.Schedule;
import dev.upkeep.system.yaml.FileProblem;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationTest {

  private static final Path SHIPPED_SYSTEMS = Path.of("../systems");
  private static final Path SHIPPED_RUNBOOKS = Path.of("../runbooks");
  private static final Path BAD = Path.of("src/test/resources/bad-runbooks");

  @TempDir Path folder;
  private Path systems;
  private Path runbooks;

  @BeforeEach
  void copyTheSystemThatShips() throws IOException {
    systems = Files.createDirectory(folder.resolve("systems"));
    runbooks = Files.createDirectory(folder.resolve("runbooks"));
    Files.copy(SHIPPED_SYSTEMS.resolve("lcbp3-dms.yaml"), systems.resolve("lcbp3-dms.yaml"));
  }

  @Test
  void readsTheRunbooksThatShip() throws IOException {
    Configuration shipped =
        Configuration.none().reread(SHIPPED_SYSTEMS, SHIPPED_RUNBOOKS, shippedTasks());
    assertThat(shipped.problems()).isEmpty();
    assertThat(shipped.runbooks())
        .extracting(Runbook::name)
        .contains(
            "daily-backup",
            "daily-health",
            "monthly-database",
            "quarterly-capacity",
            "weekly-cache",
            "weekly-database",
            "weekly-performance");

    Runbook weekly = shipped.runbook("weekly-database").orElseThrow();
    assertThat(weekly.system()).isEqualTo("lcbp3-dms");
    assertThat(weekly.owner()).contains("Operations");
    assertThat(weekly.tasks())
        .containsExactly(
            new RunbookTask(
                "optimize",
                "database.optimize",
                "database",
                List.of(),
                Map.of("rebuild-when-reclaimable", "20%", "lock-wait-limit", "5s"),
                Limits.DEFAULT));
    RunbookSchedule schedule = weekly.schedules().getFirst();
    assertThat(schedule.schedule().describe()).isEqualTo("every Sunday at 02:00 Asia/Bangkok time");
    assertThat(schedule.schedule().nextAfter(Instant.parse("2026-11-22T11:00:00Z")))
        .contains(Instant.parse("2026-11-28T19:00:00Z"));

    assertThat(shipped.runbook("monthly-database").orElseThrow().tasks().getLast().with())
        .containsEntry("batch-rows", 5000L)
        .containsEntry("optimize-afterwards", true);
  }

  @Test
  void whatShipsBacksDatabaseAndFilesUpAsOneSetAndCleansUpOnlyAfterARestoreTest()
      throws IOException {
    Configuration shipped =
        Configuration.none().reread(SHIPPED_SYSTEMS, SHIPPED_RUNBOOKS, shippedTasks());
    assertThat(shipped.runbook("daily-backup").orElseThrow().tasks())
        .extracting(RunbookTask::run, RunbookTask::on, RunbookTask::needs)
        .containsExactly(
            tuple("database.backup", "database", List.of()),
            tuple("files.backup", "documents", List.of("backup")),
            tuple("database.backup-check", "database", List.of("backup")));
    assertThat(shipped.runbook("monthly-database").orElseThrow().tasks())
        .extracting(RunbookTask::run, RunbookTask::on, RunbookTask::needs)
        .containsExactly(
            tuple("database.restore-test", "database", List.of()),
            tuple("files.restore-test", "documents", List.of("restore-test")),
            tuple("database.cleanup", "database", List.of("restore-test")));
  }

  /** As the modules that know tasks ship them. */
  private static TaskKinds shippedTasks() throws IOException {
    URL database = Path.of("../db-maintenance-service/src/main/resources").toUri().toURL();
    URL deploy = Path.of("../deploy-service/src/main/resources").toUri().toURL();
    try (var loader = new URLClassLoader(new URL[] {database, deploy}, null)) {
      return TaskKinds.of(TaskCatalogue.shipped(loader).tasks());
    }
  }

  @Test
  void givesASchedulePoliciesWhereTheFileSaysNothing() throws IOException {
    write("r.yaml", runbook("quiet", "{cron: '0 2 * * *', zone: Europe/Berlin}"));
    assertThat(read().runbook("quiet").orElseThrow().schedules())
        .containsExactly(
            new RunbookSchedule(
                new CronSchedule(
                    ((CronSchedule) schedule("quiet")).cron(),
                    ZoneId.of("Europe/Berlin"),
                    new DstRules(DstRules.Gap.SHIFT, DstRules.Overlap.FIRST)),
                new MissedPolicy(MissedPolicy.Kind.LAST, Duration.ofHours(6)),
                OverlapPolicy.SKIP));
  }

  @Test
  void readsHowLongATaskMayWaitAndWork() throws IOException {
    write(
        "r.yaml",
        """
        runbook: limits
        system: lcbp3-dms
        tasks:
          - {name: patient, run: database.optimize, on: database, limits: {queued: 2d, run: 13h}}
          - {name: quick, run: database.optimize, on: database, limits: {run: 90s}}
        """);
    assertThat(read().runbook("limits").orElseThrow().tasks())
        .extracting(RunbookTask::limits)
        .containsExactly(
            new Limits(Duration.ofDays(2), Duration.ofHours(13)),
            new Limits(Duration.ofHours(1), Duration.ofSeconds(90)));
  }

  @Test
  void readsEveryFormOfASchedule() throws IOException {
    write(
        "r.yaml",
        runbook(
            "forms",
            """
            [{every: 6h, zone: UTC, missed: {policy: NONE}},
             {at: 2026-11-29T02:00, zone: Asia/Bangkok, missed: {within: 30m}},
             {at: "2026-11-29T02:00:30+07:00", zone: UTC},
             {at: 2026-03-29T02:30, zone: Europe/Berlin},
             {at: 2026-10-25T02:30, zone: Europe/Berlin, dst-overlap: LAST}]"""));
    Configuration read = read();
    assertThat(read.problems()).isEmpty();
    List<RunbookSchedule> schedules = read.runbook("forms").orElseThrow().schedules();
    assertThat(schedules)
        .extracting(RunbookSchedule::schedule)
        .containsExactly(
            new IntervalSchedule(Duration.ofHours(6), ZoneId.of("UTC")),
            new OneShotSchedule(Instant.parse("2026-11-28T19:00:00Z"), ZoneId.of("Asia/Bangkok")),
            new OneShotSchedule(Instant.parse("2026-11-28T19:00:30Z"), ZoneId.of("UTC")),
            new OneShotSchedule(Instant.parse("2026-03-29T01:00:00Z"), ZoneId.of("Europe/Berlin")),
            new OneShotSchedule(Instant.parse("2026-10-25T01:30:00Z"), ZoneId.of("Europe/Berlin")));
    assertThat(schedules.get(0).missed().kind()).isEqualTo(MissedPolicy.Kind.NONE);
    assertThat(schedules.get(1).missed().within()).isEqualTo(Duration.ofMinutes(30));
  }

  static Stream<Path> badFiles() throws IOException {
    try (Stream<Path> files = Files.list(BAD)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  /** Beside each broken sample lies what must be said about it. */
  @ParameterizedTest
  @MethodSource("badFiles")
  void saysWhatIsWrongWhereAndHowToMendIt(Path file) throws IOException {
    Files.copy(file, runbooks.resolve(file.getFileName()));
    Configuration read = read();
    assertThat(read.runbooks()).isEmpty();
    assertThat(said(read))
        .isEqualTo(
            Files.readString(Path.of(file.toString().replace(".yaml", ".expected"))).strip());
  }

  @Test
  void keepsTheLastGoodVersionInForceAndPrintsWhatChanged() throws IOException {
    write("r.yaml", runbook("nightly", "{cron: '0 2 * * *', zone: UTC}"));
    Configuration first = read();
    assertThat(first.since(Configuration.none()))
        .hasToString("+ system lcbp3-dms\n+ runbook nightly");

    write("r.yaml", runbook("nightly", "{cron: '0 2 30 2 *', zone: UTC}"));
    Configuration bad = first.reread(systems, runbooks, new TestCatalogue());
    assertThat(bad.problems()).hasSize(1);
    assertThat(bad.runbook("nightly")).isEqualTo(first.runbook("nightly"));
    assertThat(bad.since(first).isEmpty()).isTrue();
    assertThat(bad.since(first)).hasToString("nothing changed");

    write("r.yaml", runbook("nightly", "{cron: '0 3 * * *', zone: UTC}"));
    write("s.yaml", runbook("second", "{every: 6h, zone: UTC}"));
    Configuration mended = bad.reread(systems, runbooks, new TestCatalogue());
    assertThat(mended.problems()).isEmpty();
    assertThat(mended.since(bad))
        .hasToString(
            """
            ~ runbook nightly
                ~ schedule: every day at 02:00 UTC time, missed LAST within PT6H, overlap SKIP → every day at 03:00 UTC time, missed LAST within PT6H, overlap SKIP
            + runbook second""");
    Files.delete(runbooks.resolve("r.yaml"));
    Configuration without = mended.reread(systems, runbooks, new TestCatalogue());
    assertThat(without.since(mended)).hasToString("- runbook nightly");
  }

  @Test
  void refusesASecondFileWithTheSameName() throws IOException {
    write("a.yaml", runbook("nightly", "{cron: '0 2 * * *', zone: UTC}"));
    write("b.yaml", runbook("nightly", "{cron: '0 3 * * *', zone: UTC}"));
    Configuration read = read();
    assertThat(read.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).endsWith("b.yaml");
              assertThat(problem.what()).contains("'nightly' is already the name in");
            });
    assertThat(schedule("nightly").describe()).isEqualTo("every day at 02:00 UTC time");
  }

  @Test
  void takesARunbookOutOfForceWhenItsComponentIsGone() throws IOException {
    write("r.yaml", runbook("nightly", "{cron: '0 2 * * *', zone: UTC}"));
    Configuration before = read();
    Files.writeString(
        systems.resolve("lcbp3-dms.yaml"),
        "system: lcbp3-dms\ncomponents: {cache: {kind: redis, url: 'redis://r:6379/0'}}\n");
    Configuration after = before.reread(systems, runbooks, new TestCatalogue());
    assertThat(after.runbooks()).isEmpty();
    assertThat(after.problems())
        .extracting(FileProblem::what)
        .containsExactly("'on' names no component of lcbp3-dms: 'database'");
  }

  private Schedule schedule(String runbook) {
    return read().runbook(runbook).orElseThrow().schedules().getFirst().schedule();
  }

  private Configuration read() {
    return Configuration.none().reread(systems, runbooks, new TestCatalogue());
  }

  private String said(Configuration configuration) {
    return String.join("\n", configuration.problems().stream().map(FileProblem::toString).toList())
        .replace(runbooks + "/", "");
  }

  private static String runbook(String name, String schedule) {
    return """
        runbook: %s
        system: lcbp3-dms
        schedule: %s
        tasks: [{name: optimize, run: database.optimize, on: database}]
        """
        .formatted(name, schedule);
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(runbooks.resolve(file), content);
  }
}
