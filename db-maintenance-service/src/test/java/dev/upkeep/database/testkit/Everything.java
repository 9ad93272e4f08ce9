package dev.upkeep.database.testkit;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A database with one of everything that is hard to copy. */
public final class Everything {

  private static final List<String> STATEMENTS =
      List.of(
          """
          CREATE TABLE `order` (
            `select` INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
            `quo``te'"x` VARCHAR(50),
            `col {a} :b ?c \\\\ %s` INT,
            KEY `group` (`quo``te'"x`)
          ) COMMENT = 'it''s a "comment"\\r\\nof two lines'
          """,
          "INSERT INTO `order` VALUES (0, 'zero', 1), (7, 'it''s \\\\ a \\\" quote', NULL), (8, '',"
              + " -1)",
          "CREATE TABLE `ตาราง/a.b;c` (id INT PRIMARY KEY, `ชื่อ` VARCHAR(50))",
          "INSERT INTO `ตาราง/a.b;c` VALUES (1, 'สวัสดี 😀 ครับ')",
          """
          CREATE TABLE texts (
            id INT NOT NULL PRIMARY KEY, c CHAR(10), v VARCHAR(200) NOT NULL, t LONGTEXT,
            th VARCHAR(100) CHARACTER SET tis620, l1 VARCHAR(100) CHARACTER SET latin1,
            sj VARCHAR(50) CHARACTER SET sjis, u16 TEXT CHARACTER SET utf16,
            j JSON, e ENUM('a', 'ข', 'it''s'), s SET('x', 'y', 'z'),
            FULLTEXT KEY (t)
          )
          """,
          """
          INSERT INTO texts VALUES
            (1, 'ไทย  ', 'emoji 😀👩‍👩‍👧 and ไทย', 'a\\0b\\nc\\rd\\Ze\\\\f''g"h%i_j\\tk', 'ภาษาไทย', 'çà€',
             '表示ソ', '😀 utf16', '{"a": [1, "ไทย😀", null]}', 'ข', 'x,z'),
            (2, '', '', '', '', '', '', '', '[]', 'a', ''),
            (3, NULL, '   ends with spaces   ', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            (4, 'NULL', '-- no comment; DELIMITER //upkeep//\\n//upkeep//\\n;', '\\\\', NULL, NULL, NULL,
             NULL, NULL, NULL, NULL)
          """,
          """
          CREATE TABLE bytes (
            id INT NOT NULL PRIMARY KEY, b BINARY(5), vb VARBINARY(300), bl BLOB, lb LONGBLOB,
            b1 BIT(1), b64 BIT(64), u UUID, i6 INET6, g GEOMETRY, p POINT
          )
          """,
          """
          INSERT INTO bytes VALUES
            (1, x'00FF27', x'00010203275C0A0D1AFF', x'00', REPEAT(x'DEADBEEF00275C', 400000), 1,
             18446744073709551615, UUID(), '2001:db8::1', ST_GeomFromText('POINT(1.5 -2)', 4326),
             ST_GeomFromText('POINT(0.1 0.2)')),
            (2, '', '', '', '', 0, 0, NULL, NULL, NULL, NULL)
          """,
          """
          CREATE TABLE numbers (
            id INT NOT NULL PRIMARY KEY, f FLOAT, d DOUBLE, dd DOUBLE(12, 3), de DECIMAL(65, 30),
            bu BIGINT UNSIGNED, t TINYINT, y YEAR, bo BOOLEAN, z INT(5) ZEROFILL
          )
          """,
          """
          INSERT INTO numbers VALUES
            (1, 0.123456789, 0.1, 123456789.125, 12345678901234567890123456789012345.123456789012345678901234567890,
             18446744073709551615, -128, 2026, TRUE, 42),
            (2, 3.4e38, 1.7976931348623157e308, -0.001, -0.000000000000000000000000000001, 0, 127, 0, FALSE, 0),
            (3, 1e-38, 2.2250738585072014e-308, 0, 0, 1, 0, 1901, NULL, NULL)
          """,
          """
          CREATE TABLE times (
            id INT NOT NULL PRIMARY KEY, d DATE, dt DATETIME(6), ts TIMESTAMP(3) NULL, t TIME(6)
          )
          """,
          "SET SESSION sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00'",
          """
          INSERT INTO times VALUES
            (1, '0000-00-00', '0000-00-00 00:00:00', '2038-01-19 03:14:07.999', '-838:59:59.999999'),
            (2, '2026-02-31', '9999-12-31 23:59:59.999999', '1970-01-01 00:00:01', '838:59:59'),
            (3, NULL, '2026-03-29 02:30:00.000001', '2026-03-29 02:30:00', '00:00:00.000001')
          """,
          "CREATE TABLE without_key (a INT, b VARCHAR(20))",
          "INSERT INTO without_key VALUES (1, 'twin'), (1, 'twin'), (NULL, NULL), (NULL, NULL), (2,"
              + " 'b')",
          "CREATE TABLE empty_one (id INT PRIMARY KEY, t TEXT)",
          """
          CREATE TABLE parts (id INT NOT NULL, at DATE NOT NULL, PRIMARY KEY (id, at))
            PARTITION BY RANGE (YEAR(at)) (
              PARTITION p0 VALUES LESS THAN (2020), PARTITION `p'1` VALUES LESS THAN MAXVALUE)
          """,
          "INSERT INTO parts SELECT seq, '2010-01-01' + INTERVAL seq * 13 DAY FROM seq_1_to_1000",
          """
          CREATE TABLE computed (
            id INT NOT NULL PRIMARY KEY, a INT, hidden INT INVISIBLE DEFAULT 5,
            v INT AS (a * 2) VIRTUAL, s VARCHAR(30) AS (CONCAT('#', a)) STORED,
            KEY (v), UNIQUE KEY (s), CONSTRAINT positive CHECK (a > 0)
          )
          """,
          "INSERT INTO computed (id, a, hidden) SELECT seq, seq * 3, seq % 7 FROM seq_1_to_500",
          "CREATE TABLE z_parent (id INT NOT NULL PRIMARY KEY)",
          "CREATE TABLE a_child (id INT PRIMARY KEY, parent INT, FOREIGN KEY (parent) REFERENCES"
              + " z_parent (id) ON DELETE CASCADE)",
          "INSERT INTO z_parent VALUES (1), (2)",
          "INSERT INTO a_child VALUES (1, 1), (2, NULL)",
          "CREATE SEQUENCE counter START WITH 100 INCREMENT BY 7 CACHE 20",
          "DO NEXTVAL(counter)",
          "CREATE TABLE counted (id BIGINT NOT NULL DEFAULT (NEXTVAL(counter)) PRIMARY KEY, what"
              + " INT)",
          "INSERT INTO counted (what) VALUES (1), (2), (3)",
          "CREATE TABLE versioned (id INT PRIMARY KEY, what VARCHAR(10)) WITH SYSTEM VERSIONING",
          "INSERT INTO versioned VALUES (1, 'old')",
          "UPDATE versioned SET what = 'new'",
          "CREATE TABLE wide (id INT PRIMARY KEY, v VARCHAR(16000))",
          "INSERT INTO wide SELECT seq, REPEAT('😀', 15000 + seq) FROM seq_1_to_60",
          "CREATE TABLE many (id INT PRIMARY KEY, what VARCHAR(100), KEY (what))",
          "INSERT INTO many SELECT seq, CONCAT('row ', seq, ' ', MD5(seq)) FROM seq_1_to_20000",
          "CREATE FUNCTION twice(a INT) RETURNS INT DETERMINISTIC RETURN a * 2",
          """
          CREATE PROCEDURE `pro'c` (IN a VARCHAR(20))
          BEGIN
            -- a comment; with a semicolon\r
            SELECT 'it''s ไทย', a;
            IF a IS NULL THEN SELECT ";"; END IF;
          END
          """,
          "CREATE VIEW b_view AS SELECT COUNT(*) AS n FROM many",
          "CREATE VIEW a_view AS SELECT twice(n) AS `dou ble` FROM b_view",
          "CREATE TRIGGER first BEFORE INSERT ON many FOR EACH ROW SET NEW.what = CONCAT(NEW.what,"
              + " '!')",
          "CREATE TRIGGER second BEFORE INSERT ON many FOR EACH ROW FOLLOWS first BEGIN SET"
              + " NEW.what = UPPER(NEW.what); END",
          "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 02:00:00' DISABLE"
              + " COMMENT 'it''s' DO DELETE FROM empty_one",
          "SET SESSION sql_mode = 'ORACLE'",
          "CREATE PACKAGE pack AS FUNCTION one RETURN INT; END",
          "CREATE PACKAGE BODY pack AS FUNCTION one RETURN INT AS BEGIN RETURN 1; END; END",
          "SET SESSION sql_mode = DEFAULT, time_zone = DEFAULT");

  private Everything() {}

  /** Makes all of it. */
  public static void into(TestDatabase database) throws SQLException {
    try (var connection = database.application();
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      for (String sql : STATEMENTS) {
        try {
          statement.execute(sql);
        } catch (SQLException e) {
          throw new SQLException(e.getMessage() + " in: " + sql, e);
        }
      }
    }
  }
}
