package dev.upkeep.benchmarks.database;

import java.util.List;

/**
 * A table as applications have them, and how rows went out of it.
 *
 * @param columns what stands between the parentheses of CREATE TABLE
 * @param options what stands behind them
 * @param rows how many are put in
 * @param values of a row, of {@code seq}
 * @param deleted which rows are deleted afterwards; FALSE for none
 */
record TableShape(
    String name, String columns, String options, int rows, String values, String deleted) {

  private static final String KEYED = "id INT PRIMARY KEY, v VARCHAR(300) NOT NULL";
  private static final String WORDS = "seq, CONCAT(MD5(seq), REPEAT('x', 200))";
  private static final String AT_RANDOM = "CRC32(CONCAT('d', id)) % 10 < 7";

  static final List<TableShape> ALL =
      List.of(
          of("random deletes", KEYED, "", 60_000, WORDS, AT_RANDOM),
          of("every second row", KEYED, "", 60_000, WORDS, "id % 2 = 0"),
          of("oldest half", KEYED, "", 60_000, WORDS, "id <= 30000"),
          of("nothing deleted", KEYED, "", 60_000, WORDS, "FALSE"),
          of(
              "fixed rows",
              "id INT PRIMARY KEY, a BIGINT NOT NULL, b DATETIME(3) NOT NULL, c BINARY(60) NOT NULL, d DECIMAL(20,4) NOT NULL",
              "",
              100_000,
              "seq, seq, NOW(3), MD5(seq), seq / 3",
              AT_RANDOM),
          of(
              "lengths that vary",
              "id INT PRIMARY KEY, v VARCHAR(2000) CHARACTER SET utf8mb4",
              "",
              30_000,
              "seq, REPEAT('ก', 10 + CRC32(seq) % 300)",
              AT_RANDOM),
          of(
              "lengths that grow",
              "id INT PRIMARY KEY, v VARCHAR(3000) NOT NULL",
              "",
              40_000,
              "seq, REPEAT('g', 20 + seq DIV 40)",
              "id % 3 > 0"),
          of(
              "three indexes",
              KEYED + ", n BIGINT NOT NULL, at DATETIME NOT NULL, KEY (v), KEY (n), KEY (at, n)",
              "",
              40_000,
              WORDS + ", CRC32(seq), '2026-01-01' + INTERVAL CRC32(seq) SECOND",
              AT_RANDOM),
          of("index of a beginning", KEYED + ", KEY (v(20))", "", 40_000, WORDS, "id % 4 > 0"),
          of(
              "random keys",
              "u BINARY(16) PRIMARY KEY, v VARCHAR(200) NOT NULL",
              "",
              60_000,
              "UNHEX(MD5(seq)), REPEAT('r', 150)",
              "ORD(u) % 4 > 0"),
          of(
              "random keys, nothing deleted",
              "u BINARY(16) PRIMARY KEY, v VARCHAR(200) NOT NULL",
              "",
              60_000,
              "UNHEX(MD5(seq)), REPEAT('r', 150)",
              "FALSE"),
          of(
              "no primary key",
              "a INT NOT NULL, v VARCHAR(300)",
              "",
              60_000,
              "seq, REPEAT('k', 250)",
              "a % 5 > 0"),
          of(
              "texts on pages of their own",
              "id INT PRIMARY KEY, t MEDIUMTEXT",
              "",
              6_000,
              "seq, REPEAT('t', 9000 + CRC32(seq) % 30000)",
              "id % 3 > 0"),
          of(
              "some long texts",
              "id INT PRIMARY KEY, t MEDIUMTEXT",
              "",
              40_000,
              "seq, IF(seq % 20 = 0, REPEAT('t', 12000), 'short')",
              "id % 40 = 0"),
          of(
              "pictures of 200 KB",
              "id INT PRIMARY KEY, b LONGBLOB NOT NULL",
              "",
              200,
              "seq, REPEAT(CHAR(seq % 256), 200000)",
              "id % 2 = 0"),
          of("row format COMPACT", KEYED, "ROW_FORMAT=COMPACT", 60_000, WORDS, AT_RANDOM),
          of("row format REDUNDANT", KEYED, "ROW_FORMAT=REDUNDANT", 60_000, WORDS, AT_RANDOM),
          of(
              "row format COMPRESSED",
              KEYED,
              "ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8",
              60_000,
              WORDS,
              AT_RANDOM),
          of(
              "eight partitions",
              KEYED,
              "PARTITION BY HASH (id) PARTITIONS 8",
              80_000,
              WORDS,
              AT_RANDOM),
          of("tiny", "id INT PRIMARY KEY, v VARCHAR(300)", "", 500, WORDS, "id % 2 = 0"));

  private static TableShape of(
      String name, String columns, String options, int rows, String values, String deleted) {
    return new TableShape(name, columns, options, rows, values, deleted);
  }

  /** The statements that make it as table {@code t}. */
  String[] statements() {
    return new String[] {
      "DROP TABLE IF EXISTS t",
      "CREATE TABLE t (%s) %s".formatted(columns, options),
      "INSERT INTO t SELECT %s FROM seq_1_to_%d".formatted(values, rows),
      "DELETE FROM t WHERE " + deleted
    };
  }
}
