package dev.upkeep.benchmarks.backup;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * A document system's database: texts in Thai and English, JSON, an audit log with several indexes,
 * and attachments, most of which are compressed already. The same for the same size.
 */
final class Documents {

  private static final int USERS = 2_000;
  private static final int WORDS = 4_000;

  /** Of the bytes; the rest are attachments. */
  private static final double DOCUMENTS_SHARE = 0.35;

  private static final double AUDIT_SHARE = 0.4;
  private static final int DOCUMENT_BYTES = 5_500;
  private static final int AUDIT_BYTES = 380;
  private static final int ATTACHMENT_BYTES = 60_000;

  private static final String[] SCHEMA = {
    """
    CREATE TABLE users (
      id INT UNSIGNED NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL, email VARCHAR(200) NOT NULL,
      created_at DATETIME NOT NULL, UNIQUE KEY (email))
    """,
    """
    CREATE TABLE documents (
      id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, number VARCHAR(40) NOT NULL,
      title VARCHAR(300) NOT NULL, body MEDIUMTEXT NOT NULL, properties JSON NOT NULL,
      status ENUM('draft', 'approved', 'rejected', 'archived') NOT NULL, author_id INT UNSIGNED NOT NULL,
      created_at DATETIME(3) NOT NULL, UNIQUE KEY (number), KEY (status, created_at), KEY (title(40)),
      FOREIGN KEY (author_id) REFERENCES users (id))
    """,
    """
    CREATE TABLE audit_logs (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id INT UNSIGNED NOT NULL,
      action VARCHAR(40) NOT NULL, entity VARCHAR(40) NOT NULL, entity_id BIGINT NOT NULL,
      ip VARCHAR(45) NOT NULL, details JSON NOT NULL, created_at DATETIME(3) NOT NULL,
      KEY (created_at), KEY (entity, entity_id), KEY (user_id, created_at))
    """,
    """
    CREATE TABLE attachments (
      id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, document_id INT UNSIGNED NOT NULL,
      name VARCHAR(200) NOT NULL, sha256 BINARY(32) NOT NULL, content LONGBLOB NOT NULL,
      KEY (document_id), FOREIGN KEY (document_id) REFERENCES documents (id))
    """,
    "CREATE VIEW approved AS SELECT id, number, title FROM documents WHERE status = 'approved'",
  };

  private final Connection connection;
  private final Random random = new Random(20_261_122);
  private final String[] words = new String[WORDS];

  private Documents(Connection connection) {
    this.connection = connection;
    for (int i = 0; i < WORDS; i++) {
      words[i] = i % 3 == 0 ? word('a', 26) : word('ก', 46);
    }
  }

  /** Makes and fills the tables. */
  static void into(Connection connection, int megabytes) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : SCHEMA) {
        statement.execute(sql);
      }
    }
    connection.setAutoCommit(false);
    new Documents(connection).fill(megabytes * 1_000_000L);
    connection.commit();
    connection.setAutoCommit(true);
  }

  private void fill(long bytes) throws SQLException {
    int documents = (int) Math.max(1, bytes * DOCUMENTS_SHARE / DOCUMENT_BYTES);
    int audits = (int) (bytes * AUDIT_SHARE / AUDIT_BYTES);
    int attachments = (int) (bytes * (1 - DOCUMENTS_SHARE - AUDIT_SHARE) / ATTACHMENT_BYTES);
    insert(
        "users (id, name, email, created_at)",
        USERS,
        500,
        i -> new Object[] {i, text(40), "user" + i + "@example.org", at(i, USERS)});
    insert(
        "documents (number, title, body, properties, status, author_id, created_at)",
        documents,
        50,
        i ->
            new Object[] {
              "DOC-%08d".formatted(i),
              text(80),
              text(400 + random.nextInt(3_000)),
              "{\"revision\": %d, \"tags\": [\"%s\", \"%s\"], \"pages\": %d}"
                  .formatted(random.nextInt(9), word(), word(), random.nextInt(300)),
              1 + random.nextInt(4),
              1 + random.nextInt(USERS),
              at(i, documents)
            });
    insert(
        "audit_logs (user_id, action, entity, entity_id, ip, details, created_at)",
        audits,
        500,
        i ->
            new Object[] {
              1 + random.nextInt(USERS),
              random.nextInt(10) < 7 ? "document.read" : "document.change",
              "document",
              1 + random.nextInt(documents),
              "10.%d.%d.%d".formatted(i % 3, random.nextInt(256), random.nextInt(256)),
              "{\"request\": \"%016x\", \"reason\": \"%s\", \"took_ms\": %d}"
                  .formatted(random.nextLong(), text(60), random.nextInt(2_000)),
              at(i, audits)
            });
    insert(
        "attachments (document_id, name, sha256, content)",
        attachments,
        4,
        i -> new Object[] {1 + random.nextInt(documents), word() + ".pdf", bytes(32), content()});
  }

  /** Answers the values of a row. */
  @FunctionalInterface
  private interface Row {
    Object[] values(int number);
  }

  private void insert(String into, int rows, int atOnce, Row row) throws SQLException {
    int columns = into.split(",", -1).length;
    String values = "(" + "?, ".repeat(columns - 1) + "?)";
    for (int done = 0; done < rows; done += atOnce) {
      int count = Math.min(atOnce, rows - done);
      try (PreparedStatement statement =
          connection.prepareStatement(
              "INSERT INTO " + into + " VALUES " + (values + ", ").repeat(count - 1) + values)) {
        for (int i = 0; i < count; i++) {
          Object[] all = row.values(done + i + 1);
          for (int c = 0; c < columns; c++) {
            statement.setObject(i * columns + c + 1, all[c]);
          }
        }
        statement.execute();
      }
      if (done / atOnce % 20 == 0) {
        connection.commit();
      }
    }
  }

  /** Most attachments cannot be compressed any further; some are plain. */
  private byte[] content() {
    int length = ATTACHMENT_BYTES / 4 + random.nextInt(ATTACHMENT_BYTES * 3 / 2);
    return random.nextInt(10) < 7
        ? bytes(length)
        : text(length / 3).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text(int characters) {
    var text = new StringBuilder(characters + 20);
    while (text.length() < characters) {
      text.append(word()).append(random.nextInt(12) == 0 ? ", " : " ");
    }
    return text.toString();
  }

  /** Some words are common and most are rare, as in every language. */
  private String word() {
    double rare = random.nextDouble();
    return words[(int) (rare * rare * rare * WORDS)];
  }

  private String word(char first, int letters) {
    var word = new StringBuilder();
    for (int i = 3 + random.nextInt(7); i > 0; i--) {
      word.append((char) (first + random.nextInt(letters)));
    }
    return word.toString();
  }

  /** In the course of three years. */
  private static String at(int number, int of) {
    long second = (long) ((double) number / of * 3 * 365 * 86_400);
    return java.time.LocalDateTime.of(2023, 11, 22, 0, 0)
        .plusSeconds(second)
        .toString()
        .replace('T', ' ');
  }
}
