package dev.upkeep.database.advice;

import java.util.List;

/** A document management system's tables, and queries that its applications send. */
final class PlantedQueries {

  private PlantedQueries() {}

  /**
   * One query.
   *
   * @param helps whether an index would save nine rows of ten
   */
  record Planted(String name, String sql, boolean helps) {}

  /** Values are spread by arithmetic alone, so that every run has the same rows. */
  static final String SCHEMA =
      """
      CREATE TABLE users (id INT NOT NULL PRIMARY KEY AUTO_INCREMENT, login VARCHAR(60) NOT NULL, email VARCHAR(120) NOT NULL,
        department_id INT NOT NULL, active TINYINT NOT NULL, last_login DATETIME NULL, UNIQUE KEY by_login (login));
      INSERT INTO users (login, email, department_id, active, last_login)
      SELECT CONCAT('user', seq), CONCAT('user', seq, '@example.org'), seq % 200, seq % 10 > 0, IF(seq % 50 = 0, NULL, '2026-01-01' + INTERVAL seq HOUR)
        FROM seq_1_to_5000;
      CREATE TABLE correspondences (id INT NOT NULL PRIMARY KEY AUTO_INCREMENT, number VARCHAR(40) NOT NULL, title VARCHAR(200) NOT NULL,
        status VARCHAR(20) NOT NULL, project_id INT NOT NULL, sender_id INT NOT NULL, receiver_id INT NOT NULL, due_at DATE NULL,
        created_at DATETIME NOT NULL, deleted_at DATETIME NULL, body TEXT, KEY by_project (project_id));
      INSERT INTO correspondences (number, title, status, project_id, sender_id, receiver_id, due_at, created_at, deleted_at, body)
      SELECT CONCAT('C-', seq), CONCAT(CHAR(65 + CRC32(seq) % 26), CHAR(65 + CRC32(seq + 7) % 26), ' หนังสือ ', seq), ELT(1 + CRC32(CONCAT('s', seq)) % 25, 'PENDING', 'DRAFT', 'SENT', 'SENT', 'SENT', 'READ', 'READ', 'READ', 'READ', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE'),
             CRC32(CONCAT('p', seq)) % 20, 1 + CRC32(CONCAT('a', seq)) % 5000, 1 + CRC32(CONCAT('b', seq)) % 5000, IF(seq % 3 = 0, NULL, '2026-01-01' + INTERVAL seq % 700 DAY),
             '2025-01-01' + INTERVAL seq * 20 MINUTE, IF(seq % 200 = 0, '2026-06-01', NULL), 'text'
        FROM seq_1_to_30000;
      CREATE TABLE attachments (id INT NOT NULL PRIMARY KEY AUTO_INCREMENT, entity_type VARCHAR(30) NOT NULL, entity_id INT NOT NULL,
        file_name VARCHAR(200) NOT NULL, sha256 CHAR(64) NOT NULL, bytes BIGINT NOT NULL, uploaded_by INT NOT NULL, uploaded_at DATETIME NOT NULL);
      INSERT INTO attachments (entity_type, entity_id, file_name, sha256, bytes, uploaded_by, uploaded_at)
      SELECT ELT(1 + seq % 3, 'rfa', 'letter', 'drawing'), 1 + CRC32(seq) % 10000, CONCAT('file', seq, '.pdf'), SHA2(seq, 256), CRC32(seq), 1 + CRC32(CONCAT('u', seq)) % 5000,
             '2025-01-01' + INTERVAL seq * 15 MINUTE
        FROM seq_1_to_30000;
      CREATE TABLE rfas (id INT NOT NULL PRIMARY KEY AUTO_INCREMENT, workflow_status VARCHAR(20) NOT NULL, revision INT NOT NULL, parent_id INT NULL,
        approver_id INT NOT NULL, submitted_at DATETIME NOT NULL, priority TINYINT NOT NULL);
      INSERT INTO rfas (workflow_status, revision, parent_id, approver_id, submitted_at, priority)
      SELECT ELT(1 + CRC32(seq) % 30, 'OPEN', 'HELD', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE'),
             seq % 5, IF(seq % 4 = 0, seq DIV 2, NULL), 1 + CRC32(CONCAT('r', seq)) % 5000, '2025-01-01' + INTERVAL seq * 30 MINUTE, CRC32(CONCAT('q', seq)) % 5
        FROM seq_1_to_20000;
      CREATE TABLE audit_logs (id BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT, user_id INT NOT NULL, action VARCHAR(40) NOT NULL, entity VARCHAR(40) NOT NULL,
        entity_id INT NOT NULL, ip VARCHAR(45) NOT NULL, at DATETIME(3) NOT NULL, KEY by_user (user_id));
      INSERT INTO audit_logs (user_id, action, entity, entity_id, ip, at)
      SELECT 1 + CRC32(seq) % 40, ELT(1 + seq % 8, 'login', 'view', 'view', 'view', 'edit', 'sign', 'send', 'print'), ELT(1 + seq % 3, 'rfa', 'letter', 'drawing'),
             1 + CRC32(CONCAT('e', seq)) % 10000, CONCAT('10.0.', CRC32(seq) % 250, '.', seq % 250), '2026-01-01' + INTERVAL seq MINUTE
        FROM seq_1_to_50000;
      CREATE TABLE workflow_steps (rfa_id INT NOT NULL, step INT NOT NULL, assignee_id INT NOT NULL, state CHAR(1) NOT NULL, decided_at DATETIME NULL,
        PRIMARY KEY (rfa_id, step));
      INSERT INTO workflow_steps
      SELECT 1 + seq DIV 3, seq % 3, 1 + CRC32(CONCAT('w', seq)) % 5000, ELT(1 + CRC32(seq) % 20, 'W', 'R', 'D', 'D', 'D', 'D', 'D', 'D', 'D', 'D', 'D', 'D', 'D', 'D', 'D', 'D', 'D', 'D', 'D', 'D'),
             IF(CRC32(seq) % 20 < 2, NULL, '2026-01-01' + INTERVAL seq MINUTE)
        FROM seq_1_to_40000;
      ANALYZE TABLE users;
      ANALYZE TABLE correspondences;
      ANALYZE TABLE attachments;
      ANALYZE TABLE rfas;
      ANALYZE TABLE audit_logs;
      ANALYZE TABLE workflow_steps;
      """;

  static final List<Planted> ALL =
      List.of(
          helped(
              "pending letters",
              "SELECT * FROM correspondences WHERE status = 'PENDING' AND created_at > '2026-02-01'"),
          helped("by number", "SELECT id, title FROM correspondences WHERE number = 'C-777'"),
          helped(
              "from and to",
              "SELECT * FROM correspondences WHERE sender_id = 17 AND receiver_id = 2041"),
          helped(
              "overdue",
              "SELECT id FROM correspondences WHERE status IN ('PENDING', 'DRAFT') AND due_at < '2026-03-01' AND due_at IS NOT NULL"),
          helped("trash", "SELECT id FROM correspondences WHERE deleted_at < '2026-07-01'"),
          helped(
              "not trash of a sender",
              "SELECT id FROM correspondences WHERE sender_id = 99 AND deleted_at IS NULL"),
          helped("titles that begin", "SELECT id FROM correspondences WHERE title LIKE 'QZ%'"),
          helped(
              "newest of a receiver",
              "SELECT id, title FROM correspondences WHERE receiver_id = 31 ORDER BY created_at DESC LIMIT 20"),
          helped(
              "newest of all",
              "SELECT id, title FROM correspondences ORDER BY created_at DESC LIMIT 20"),
          helped(
              "one month",
              "SELECT COUNT(*) FROM correspondences WHERE created_at BETWEEN '2025-03-01' AND '2025-03-20'"),
          helped(
              "drafts of a project",
              "SELECT id FROM correspondences WHERE project_id = 7 AND status = 'DRAFT'"),
          helped(
              "project since",
              "SELECT id FROM correspondences WHERE project_id = 7 AND created_at >= '2026-02-15'"),
          helped(
              "attachments of a letter",
              "SELECT * FROM attachments WHERE entity_type = 'letter' AND entity_id = 4711"),
          helped("same file", "SELECT id FROM attachments WHERE sha256 = SHA2(99, 256)"),
          helped(
              "uploads of a user",
              "SELECT file_name FROM attachments a WHERE a.uploaded_by = 12 AND a.uploaded_at > '2025-06-01' ORDER BY a.uploaded_at"),
          helped("largest", "SELECT id FROM attachments ORDER BY bytes DESC LIMIT 10"),
          helped("open requests", "SELECT * FROM rfas WHERE workflow_status = 'OPEN'"),
          helped(
              "urgent first",
              "SELECT id FROM rfas WHERE workflow_status = 'HELD' ORDER BY priority, submitted_at LIMIT 10"),
          helped("children", "SELECT id FROM rfas WHERE parent_id = 600"),
          helped(
              "to approve",
              "SELECT r.id FROM rfas r WHERE r.approver_id = 55 AND r.workflow_status <> 'DONE'"),
          helped(
              "people and letters",
              "SELECT c.id, u.email FROM users u JOIN correspondences c ON c.sender_id = u.id WHERE u.login = 'user42'"),
          helped(
              "letters with files",
              "SELECT c.id, a.file_name FROM correspondences c JOIN attachments a ON a.entity_id = c.id AND a.entity_type = 'letter' WHERE c.project_id = 3 AND c.id < 500"),
          helped(
              "requests of steps",
              "SELECT r.id FROM workflow_steps s JOIN rfas r ON r.id = s.rfa_id WHERE s.assignee_id = 77 AND s.state = 'W'"),
          helped(
              "who has not signed in",
              "SELECT login FROM users WHERE last_login IS NULL AND active = 0"),
          helped("by mail", "SELECT id FROM users WHERE email = 'user7@example.org'"),
          helped("department", "SELECT login FROM users WHERE department_id = 9"),
          helped(
              "trail of a letter",
              "SELECT * FROM audit_logs WHERE entity = 'letter' AND entity_id = 812 ORDER BY at DESC"),
          helped(
              "trail of a user's day",
              "SELECT * FROM audit_logs WHERE user_id = 5 AND at >= '2026-01-10' AND at < '2026-01-11'"),
          helped("trail of a machine", "SELECT COUNT(*) FROM audit_logs WHERE ip = '10.0.7.7'"),
          helped(
              "last hour",
              "SELECT action, COUNT(*) FROM audit_logs WHERE at > '2026-02-04 16:00:00' GROUP BY action"),
          helped(
              "waiting steps",
              "SELECT rfa_id FROM workflow_steps WHERE state = 'W' AND assignee_id IN (5, 6, 7)"),
          helped(
              "exists",
              "SELECT u.id FROM users u WHERE u.id < 50 AND EXISTS (SELECT 1 FROM attachments a WHERE a.uploaded_by = u.id AND a.bytes > 4000000000)"),
          helped(
              "in a subquery",
              "SELECT id FROM correspondences WHERE sender_id IN (SELECT id FROM users WHERE login IN ('user1', 'user2'))"),
          helped(
              "deletes",
              "DELETE FROM attachments WHERE entity_type = 'drawing' AND entity_id = 99"),
          helped(
              "updates",
              "UPDATE rfas SET priority = 1 WHERE approver_id = 3 AND workflow_status = 'OPEN'"),
          helped(
              "second page",
              "(SELECT id FROM correspondences WHERE receiver_id = 8) UNION ALL (SELECT id FROM correspondences WHERE receiver_id = 9)"),
          left("everything", "SELECT * FROM correspondences"),
          left(
              "most of it",
              "SELECT id, title FROM correspondences WHERE created_at > '2025-01-02'"),
          left(
              "either",
              "SELECT id FROM correspondences WHERE title LIKE '%plan%' OR body LIKE '%plan%'"),
          left("in the middle", "SELECT id FROM correspondences WHERE title LIKE '%plan%'"),
          left(
              "of a day, by function",
              "SELECT COUNT(*) FROM audit_logs WHERE DATE(at) = '2026-01-10'"),
          left("by its key", "SELECT * FROM users WHERE login = 'user9'"),
          left("most are done", "SELECT id, title FROM correspondences WHERE status = 'DONE'"),
          left(
              "few departments",
              "SELECT department_id, COUNT(*) FROM users GROUP BY department_id"));

  private static Planted helped(String name, String sql) {
    return new Planted(name, sql, true);
  }

  private static Planted left(String name, String sql) {
    return new Planted(name, sql, false);
  }
}
