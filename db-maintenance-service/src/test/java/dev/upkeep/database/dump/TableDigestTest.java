package dev.upkeep.database.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.chassis.test.TestPlatform;
import dev.upkeep.database.testkit.DebianPrograms;
import dev.upkeep.database.testkit.Everything;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.system.database.TargetProblem;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a digest tells apart, on MariaDB 11.4 and Debian's 10.11, in both ways to compute it. */
class TableDigestTest {

  /** More values of any length than are summed up in one go. */
  private static final int WIDE = 40;

  @TempDir private Path folder;

  @Test
  void tellsRowsApartThatLookAlike() throws Exception {
    onBothServers(
        database -> {
          database.execute(
              """
              CREATE TABLE t (a VARCHAR(20), b VARCHAR(20), n INT, m INT, d DATETIME(6), f FLOAT,
                              bits BIT(8), bytes VARBINARY(20), l LONGTEXT CHARACTER SET utf16)
              """);
          Map<String, TableDigest> one =
              digests(database, "'ab', 'c', 1, 12, '2026-03-29 02:30:00', 0.1, 5, x'00', 'ไทย'");
          for (String other :
              new String[] {
                "'a', 'bc', 1, 12, '2026-03-29 02:30:00', 0.1, 5, x'00', 'ไทย'",
                "'ab', 'c ', 1, 12, '2026-03-29 02:30:00', 0.1, 5, x'00', 'ไทย'",
                "'Ab', 'c', 1, 12, '2026-03-29 02:30:00', 0.1, 5, x'00', 'ไทย'",
                "'ab', 'c', 11, 2, '2026-03-29 02:30:00', 0.1, 5, x'00', 'ไทย'",
                "'ab', 'c', 1, NULL, '2026-03-29 02:30:00', 0.1, 5, x'00', 'ไทย'",
                "'ab', 'c', 1, 12, '2026-03-29 02:30:00.000001', 0.1, 5, x'00', 'ไทย'",
                "'ab', 'c', 1, 12, '2026-03-29 02:30:00', 0.10000001, 5, x'00', 'ไทย'",
                "'ab', 'c', 1, 12, '2026-03-29 02:30:00', 0.1, 4, x'00', 'ไทย'",
                "'ab', 'c', 1, 12, '2026-03-29 02:30:00', 0.1, 5, x'0000', 'ไทย'",
                "'ab', 'c', 1, 12, '2026-03-29 02:30:00', 0.1, 5, '', 'ไทย'",
                "'ab', 'c', 1, 12, '2026-03-29 02:30:00', 0.1, 5, x'00', 'ไทย😀'",
              }) {
            assertThat(one).as(other).allSatisfy(otherThan(digests(database, other)));
          }
        });
  }

  @Test
  void tellsNothingFromEmptyAndFromTheSignForNothing() throws Exception {
    onBothServers(
        database -> {
          database.execute("CREATE TABLE t (a VARCHAR(20), b VARCHAR(20), g GEOMETRY)");
          Map<String, TableDigest> nothing = digests(database, "NULL, 'x', NULL");
          for (String other :
              new String[] {
                "'', 'x', NULL",
                "'~', 'x', NULL",
                "'x', NULL, NULL",
                "NULL, NULL, NULL",
                "NULL, 'x', ST_GeomFromText('POINT(0 0)', 4326)"
              }) {
            assertThat(nothing).as(other).allSatisfy(otherThan(digests(database, other)));
          }
          assertThat(digests(database, "'', '', ST_GeomFromText('POINT(0 0)', 4326)"))
              .allSatisfy(otherThan(digests(database, "'', '', ST_GeomFromText('POINT(0 0)', 0)")));
        });
  }

  /** Of linear checksums the exclusive or would be the same, and the sum now and then. */
  @Test
  void tellsRowsApartThatSwappedTheirValues() throws Exception {
    onBothServers(
        database -> {
          database.execute("CREATE TABLE t (id INT, a VARCHAR(20), b VARCHAR(20))");
          for (int i = 0; i < 50; i++) {
            assertThat(digests(database, "1, 'a%1$d', 'b'".formatted(i), "2, 'c', 'd'"))
                .allSatisfy(
                    otherThan(digests(database, "1, 'a%1$d', 'd'".formatted(i), "2, 'c', 'b'")));
          }
          assertThat(digests(database, "1, 'a', 'b'", "1, 'a', 'b'"))
              .allSatisfy(otherThan(digests(database, "1, 'a', 'b'")));
        });
  }

  @Test
  void theOrderOfRowsAndWhetherTheirColumnsMayBeNullMakeNoDifference() throws Exception {
    onBothServers(
        database -> {
          database.execute("CREATE TABLE t (a INT, b VARCHAR(20), c DATE)");
          Map<String, TableDigest> before =
              digests(database, "1, 'x', '2026-01-01'", "2, '', '0001-01-01'");
          database.execute("ALTER TABLE t MODIFY a INT NOT NULL, MODIFY b VARCHAR(20) NOT NULL");
          assertThat(digests(database, "2, '', '0001-01-01'", "1, 'x', '2026-01-01'"))
              .isEqualTo(before);
        });
  }

  @Test
  void manyLongColumnsAreAllLookedAt() throws Exception {
    onBothServers(
        database -> {
          database.execute(
              IntStream.range(0, WIDE)
                  .mapToObj("c%d TEXT"::formatted)
                  .collect(Collectors.joining(", ", "CREATE TABLE t (", ")")));
          Map<String, TableDigest> same = digests(database, wide(-1));
          for (int i = 0; i < WIDE; i++) {
            assertThat(same).as("column %d", i).allSatisfy(otherThan(digests(database, wide(i))));
          }
        });
  }

  @Test
  void aCopyOfEverythingHasTheSameDigestsOnTheOtherServer() throws Exception {
    try (EmbeddedMariaDb debian = DebianPrograms.server(folder.resolve("debian"));
        TestDatabase here = on(TestPlatform.mariaDb());
        TestDatabase there = on(debian)) {
      for (TestDatabase database : List.of(here, there)) {
        Everything.into(database);
        database.execute(
            "UPDATE bytes SET u = '123e4567-e89b-12d3-a456-426655440000' WHERE id = 1");
      }
      for (DigestMethod method : DigestMethod.values()) {
        assertThat(all(here, method)).hasSizeGreaterThan(10).isEqualTo(all(there, method));
      }
    }
  }

  @Test
  void aServerGetsTheCheapestMethodThatItKnows() {
    assertThat(DigestMethod.of("10.6.18-MariaDB")).isEqualTo(DigestMethod.MD5);
    assertThat(DigestMethod.of("10.11.19-MariaDB-0+deb12u1")).isEqualTo(DigestMethod.CRC);
    assertThat(DigestMethod.of("11.4.5-MariaDB")).isEqualTo(DigestMethod.CRC);
    assertThat(DigestMethod.named("sum-of-md5-64/1")).contains(DigestMethod.MD5);
    assertThat(DigestMethod.named("sum-of-something/9")).isEmpty();
    assertThatThrownBy(() -> DigestMethod.CRC.requireOn("10.6.18-MariaDB"))
        .isInstanceOf(TargetProblem.class)
        .hasMessageContaining("10.6.18");
  }

  private interface Story {
    void on(TestDatabase database) throws Exception;
  }

  private void onBothServers(Story story) throws Exception {
    try (TestDatabase database = on(TestPlatform.mariaDb())) {
      story.on(database);
    }
    try (EmbeddedMariaDb debian = DebianPrograms.server(folder.resolve("debian"));
        TestDatabase database = on(debian)) {
      story.on(database);
    }
  }

  private static TestDatabase on(EmbeddedMariaDb server) throws Exception {
    return TestDatabase.withGrantsOf("database.backup", server);
  }

  /** Those of the table {@code t} with just these rows, by method. */
  private static Map<String, TableDigest> digests(TestDatabase database, String... rows)
      throws Exception {
    database.execute("DELETE FROM t");
    for (String row : rows) {
      database.execute("INSERT INTO t VALUES (" + row + ")");
    }
    Map<String, TableDigest> digests = new HashMap<>();
    for (DigestMethod method : DigestMethod.values()) {
      digests.put(method.word(), all(database, method).get("t"));
    }
    return digests;
  }

  private static Map<String, TableDigest> all(TestDatabase database, DigestMethod method)
      throws Exception {
    Map<String, TableDigest> digests = new HashMap<>();
    try (Connection connection = database.application()) {
      DumpSession session = DumpSession.on(connection);
      for (DumpTable table : DumpTable.in(session)) {
        digests.put(table.name(), TableDigest.of(session, table, method));
      }
    }
    return digests;
  }

  private static BiConsumer<String, TableDigest> otherThan(Map<String, TableDigest> others) {
    return (method, digest) -> assertThat(digest).as(method).isNotEqualTo(others.get(method));
  }

  private static String wide(int other) {
    return IntStream.range(0, WIDE)
        .mapToObj(i -> i == other ? "'other'" : "'same'")
        .collect(Collectors.joining(", "));
  }
}
