package dev.upkeep.database.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.advice.PlantedQueries.Planted;
import dev.upkeep.database.query.Measuring;
import dev.upkeep.database.query.QueryCost;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Tables;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.database.testkit.TestServer;
import dev.upkeep.system.NamedQuery;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Queries of a document management system, each planted with the index that it lacks or with the
 * reason why none would help; a real server judges by the rows that it reads.
 */
class PlantedQueriesTest {

  /** An index is right if it saves nine rows of ten. */
  private static final double TIMES = 10;

  private static final double OF_ALL = 27.0 / 30;

  @ParameterizedTest
  @MethodSource("dev.upkeep.database.testkit.TestServer#here")
  void advisesTheRightIndexForNineOfTenQueriesAndNoUselessOne(TestServer server) throws Exception {
    try (TestDatabase database =
        TestDatabase.withGrantsOf("database.performance-review", server.server())) {
      database.execute(PlantedQueries.SCHEMA);
      try (TargetSession session =
          database.door(ZoneOffset.UTC).named("dms", "database").open(Duration.ofSeconds(30))) {
        var measuring = new Measuring(session, Duration.ofSeconds(60));
        Tables tables = Tables.in(session);
        Map<String, IndexAdvice> advised = new LinkedHashMap<>();
        for (Planted planted : PlantedQueries.ALL) {
          QueryCost now = measuring.of(named(planted));
          assertThat(now.problem()).as(planted.name()).isEmpty();
          IndexAdvice.forQuery(planted.sql(), now.plan(), tables::named)
              .ifPresent(advice -> advised.put(planted.name(), advice));
        }
        List<IndexAdvice> needed = IndexAdvice.withoutDoubles(List.copyOf(advised.values()));

        Map<String, Double> saved = saved(database, measuring, advised, needed);
        Map<String, String> wrong = new TreeMap<>();
        for (Planted planted : PlantedQueries.ALL) {
          Optional<IndexAdvice> advice = Optional.ofNullable(advised.get(planted.name()));
          boolean right =
              planted.helps() ? saved.getOrDefault(planted.name(), 0.0) >= TIMES : advice.isEmpty();
          if (!right) {
            wrong.put(
                planted.name(),
                advice.map(a -> a.table() + Index.sql(a.parts())).orElse("nothing")
                    + " saves "
                    + saved.get(planted.name()));
          }
        }

        assertThat(PlantedQueries.ALL.stream().filter(Planted::helps).count())
            .isGreaterThanOrEqualTo(30);
        assertThat(useless(advised, needed, saved)).as("useless").isEmpty();
        assertThat(doubles(needed, tables)).as("doubles").isEmpty();
        assertThat((double) (PlantedQueries.ALL.size() - wrong.size()) / PlantedQueries.ALL.size())
            .as("wrong: %s", wrong)
            .isGreaterThanOrEqualTo(OF_ALL);
      }
    }
  }

  /** How many times fewer rows each query reads with its own advised index there. */
  private static Map<String, Double> saved(
      TestDatabase database,
      Measuring measuring,
      Map<String, IndexAdvice> advised,
      List<IndexAdvice> needed)
      throws Exception {
    Map<String, Double> saved = new LinkedHashMap<>();
    for (IndexAdvice index : needed) {
      List<Planted> queries =
          PlantedQueries.ALL.stream()
              .filter(
                  p -> Optional.ofNullable(advised.get(p.name())).filter(index::serves).isPresent())
              .toList();
      Map<String, Long> before = rows(measuring, queries);
      database.execute(
          "ALTER TABLE `%s` ADD INDEX tried %s".formatted(index.table(), Index.sql(index.parts())));
      database.execute("ANALYZE TABLE `%s`".formatted(index.table()));
      Map<String, Long> after = rows(measuring, queries);
      database.execute("ALTER TABLE `%s` DROP INDEX tried".formatted(index.table()));
      before.forEach(
          (name, rows) ->
              saved.put(name, (double) rows / Math.max(1, after.getOrDefault(name, rows))));
    }
    return saved;
  }

  private static Map<String, Long> rows(Measuring measuring, List<Planted> queries)
      throws Exception {
    Map<String, Long> rows = new LinkedHashMap<>();
    for (Planted planted : queries) {
      QueryCost cost = measuring.of(named(planted));
      assertThat(cost.problem()).as(planted.name()).isEmpty();
      rows.put(planted.name(), cost.rowsRead());
    }
    return rows;
  }

  private static NamedQuery named(Planted planted) {
    return new NamedQuery(planted.name(), AsSelect.of(planted.sql()).orElseThrow());
  }

  private static List<IndexAdvice> useless(
      Map<String, IndexAdvice> advised, List<IndexAdvice> needed, Map<String, Double> saved) {
    return needed.stream()
        .filter(
            index ->
                advised.entrySet().stream()
                    .filter(entry -> index.serves(entry.getValue()))
                    .noneMatch(entry -> saved.getOrDefault(entry.getKey(), 0.0) >= TIMES))
        .toList();
  }

  /** Those that begin like another one, or like one that is there. */
  private static List<String> doubles(List<IndexAdvice> needed, Tables tables) {
    List<String> doubles = new ArrayList<>();
    for (IndexAdvice index : needed) {
      boolean there =
          tables.named(index.table()).orElseThrow().indexes().stream()
              .anyMatch(existing -> existing.beginsWith(index.parts()));
      boolean twice =
          needed.stream().anyMatch(other -> !other.equals(index) && other.serves(index));
      if (there || twice) {
        doubles.add(index.name());
      }
    }
    return doubles;
  }
}
