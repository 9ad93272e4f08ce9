package dev.upkeep.database.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.test.SettableClock;
import dev.upkeep.database.capacity.CapacityPoints.Point;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.ServiceSchema;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.Tuning;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CapacityReviewTest {

  private final SettableClock clock = SettableClock.at("2026-11-22T00:00:00Z");
  private TestDatabase database;
  private ServiceSchema service;

  @BeforeEach
  void make() throws Exception {
    database = TestDatabase.withGrantsOf("database.capacity-review");
    service = new ServiceSchema();
    database.execute(
        """
        CREATE TABLE letters (id INT PRIMARY KEY AUTO_INCREMENT, what VARCHAR(300));
        INSERT INTO letters (what) SELECT REPEAT('ก', 100) FROM seq_1_to_5000;
        CREATE TABLE `ตาราง 'ก'` (id INT PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 2;
        CREATE VIEW v AS SELECT * FROM letters;
        ANALYZE TABLE letters;
        """);
  }

  @AfterEach
  void drop() throws Exception {
    database.close();
    service.close();
  }

  private RunByHand run() {
    return new RunByHand(
        new CapacityReviewTask(database.door(Tuning.none()), service.jdbc()),
        new CapacityReviewParameters("90d", "90d", "100d"),
        clock);
  }

  /** Growth by so many bytes a day over the days before today. */
  private void history(int days, long bytesADay) {
    var points = new CapacityPoints(service.jdbc());
    RunByHand run = run();
    LocalDate today = LocalDate.of(2026, 11, 22);
    for (int day = days; day >= 1; day--) {
      points.put(
          run.run(),
          today.minusDays(day),
          new MeasureSizes.Size(
              "letters", 1000L * (days - day), 1_000_000 + bytesADay * (days - day)));
    }
  }

  @Test
  void keepsOnePointADayForEachTableAndSaysThatThereIsTooLittleHistory() throws Exception {
    run().complete();
    RunByHand again = run();
    Map<String, Object> said = again.complete().values();

    assertThat(
            service
                .jdbc()
                .sql("SELECT table_name FROM capacity_point ORDER BY table_name")
                .query(String.class)
                .list())
        .containsExactly("letters", "ตาราง 'ก'");
    assertThat(said.get("growth-a-day-bytes"))
        .isEqualTo("not known: 1 points over 0 days are kept, 4 over 14 are needed");
    assertThat(said.get("full-on")).isEqualTo("not known: too little history");
    assertThat(((Map<?, ?>) said.get("tables")).keySet().toString())
        .isEqualTo("[letters, ตาราง 'ก']");
  }

  @Test
  void foretellsWhenTheDiskWillBeFullAndRaisesAFinding() throws Exception {
    // So fast that every disk is full within days.
    history(30, 1L << 45);

    RunByHand run = run();
    Map<String, Object> said = run.complete().values();

    assertThat(said.get("full-on").toString()).startsWith("2026-11-22 (between 2026-11-22 and");
    assertThat(run.sightings())
        .filteredOn(sighting -> sighting.kind().equals("database.disk-full-soon"))
        .singleElement()
        .satisfies(sighting -> assertThat(sighting.severity()).isEqualTo(Severity.CRITICAL));
  }

  @Test
  void isQuietWhenNothingGrows() throws Exception {
    history(30, 0);
    RunByHand run = run();

    run.complete();

    assertThat(run.sightings()).isEmpty();
  }

  @Test
  void forgetsWhatIsTooOld() throws Exception {
    history(30, 1000);
    clock.advance(Duration.ofDays(90));

    Map<String, Object> kept = runOn().evidence("keep-point").values();

    assertThat(kept).containsEntry("points-forgotten", 20);
  }

  private RunByHand runOn() throws Exception {
    RunByHand run = run();
    run.complete();
    return run;
  }

  @Test
  void warnsBeforeACounterIsAtItsEnd() throws Exception {
    database.execute(
        "CREATE TABLE small (id TINYINT UNSIGNED PRIMARY KEY AUTO_INCREMENT) AUTO_INCREMENT = 240");

    RunByHand run = runOn();

    assertThat(run.sightings())
        .filteredOn(sighting -> sighting.kind().equals("database.auto-increment-near-end"))
        .singleElement()
        .satisfies(
            sighting -> {
              assertThat(sighting.subject()).isEqualTo("small");
              assertThat(sighting.severity()).isEqualTo(Severity.CRITICAL);
            });
  }

  @Test
  void tellsOfMemoryAndProcessorAndWhoSaysSo() throws Exception {
    Map<String, Object> said = run().complete().values();

    assertThat(said)
        .containsEntry("memory-from", "the server's process (VmRSS)")
        .containsEntry("processor-from", "the server's process")
        .containsEntry("processors", Runtime.getRuntime().availableProcessors())
        .containsEntry("memory-used-up-on", "not known: too little history");
    assertThat((Long) said.get("memory-bytes")).isBetween(20L << 20, 4L << 30);
    assertThat((Double) said.get("processors-busy")).isPositive();
  }

  @Test
  void foretellsWhenTheMachineIsUsedUp() throws Exception {
    var points = new ServerPoints(service.jdbc());
    RunByHand run = run();
    for (int day = 30; day >= 1; day--) {
      double cpu = 1.0 * (30 - day) * (30 - day) * 86_400;
      points.put(
          run.run(),
          LocalDate.of(2026, 11, 22).minusDays(day),
          new ServerFigures(
              (31L - day) << 40,
              "",
              0,
              Optional.of(cpu),
              "",
              (31L - day) * 86_400,
              Optional.empty(),
              Optional.empty(),
              ""));
    }

    Map<String, Object> said = run.complete().values();

    assertThat(said.get("memory-used-up-on")).isEqualTo("2026-11-22");
    assertThat(said.get("processors-used-up-on").toString()).matches("202[67]-.*");
    assertThat(run.sightings())
        .extracting(sighting -> sighting.kind())
        .contains("database.memory-used-up-soon", "database.processor-used-up-soon");
  }

  @Test
  void aRestartOfTheServerIsNoIdleness() {
    List<ServerPoints.Busy> busy =
        ServerPoints.busy(
            List.of(
                serverPoint(1, 500, 1_000), serverPoint(2, 1_500, 3_000), serverPoint(3, 90, 100)));
    assertThat(busy).extracting(ServerPoints.Busy::thousandths).containsExactly(500L, 500L, 900L);
  }

  private static ServerPoints.Point serverPoint(int day, double cpuSeconds, long uptimeSeconds) {
    return new ServerPoints.Point(
        LocalDate.of(2026, 11, day), 0, Optional.of(cpuSeconds), uptimeSeconds);
  }

  @Test
  void oneCleanUpDoesNotBendTheGrowth() {
    List<Point> points = new ArrayList<>();
    for (int day = 0; day < 30; day++) {
      long cleaned = day >= 15 ? 500 : 0;
      points.add(
          new Point(LocalDate.of(2026, 11, 1).plusDays(day), 0, 1000 + 100L * day - cleaned));
    }
    assertThat(Growth.of(points, Point::bytes).orElseThrow().perDay()).isBetween(60.0, 110.0);
    assertThat(Growth.of(points.subList(0, 10), Point::bytes)).isEmpty();
    assertThat(Growth.daysUntil(1000, 0)).isEmpty();
    assertThat(Growth.daysUntil(1000, 100)).contains(10L);
  }
}
