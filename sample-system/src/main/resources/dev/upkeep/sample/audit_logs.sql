-- Session variables: @now (wall clock of Asia/Bangkok), @rows (how many to write).
-- In the order in which they happened: the first 30 % more than 367 days ago, the others within the
-- last 363 days, so that a few days more or less do not change which are older than a year.

CREATE TABLE audit_logs (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id     INT UNSIGNED    NOT NULL,
  action      VARCHAR(40)     NOT NULL,
  entity_type VARCHAR(30)     NOT NULL,
  entity_id   BIGINT UNSIGNED NOT NULL,
  ip_address  VARCHAR(45)     NOT NULL,
  summary     VARCHAR(200)    NOT NULL,
  changes     JSON            NOT NULL,
  created_at  DATETIME        NOT NULL
);

CREATE TABLE audit_logs_archive (
  id          BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  user_id     INT UNSIGNED    NOT NULL,
  action      VARCHAR(40)     NOT NULL,
  entity_type VARCHAR(30)     NOT NULL,
  entity_id   BIGINT UNSIGNED NOT NULL,
  ip_address  VARCHAR(45)     NOT NULL,
  summary     VARCHAR(200)    NOT NULL,
  changes     JSON            NOT NULL,
  created_at  DATETIME        NOT NULL,
  KEY idx_audit_logs_archive_created (created_at)
);

SET @old = @rows * 3 DIV 10;

INSERT INTO audit_logs
  (id, user_id, action, entity_type, entity_id, ip_address, summary, changes, created_at)
SELECT
  seq,
  1 + CRC32(CONCAT('user', seq)) % 240,
  ELT(1 + CRC32(CONCAT('action', seq)) % 4, 'UPDATE', 'VIEW', 'APPROVE', 'DOWNLOAD'),
  ELT(1 + CRC32(CONCAT('entity', seq)) % 2, 'correspondence', 'rfa'),
  1 + CRC32(CONCAT('of', seq)) % 60000,
  CONCAT('10.20.', CRC32(CONCAT('net', seq)) % 8, '.', 1 + CRC32(CONCAT('host', seq)) % 254),
  ELT(1 + CRC32(CONCAT('action', seq)) % 4,
    'แก้ไขสถานะเอกสาร', 'เปิดดูเอกสาร', 'Approved with comments 👍', 'ดาวน์โหลดไฟล์แนบ'),
  CONCAT('{"status":["DRAFT","', ELT(1 + CRC32(CONCAT('to', seq)) % 2, 'PENDING', 'APPROVED'), '"]}'),
  IF(seq <= @old,
    @now - INTERVAL 367 * 86400 + (@old - seq) * (730 * 86400 DIV @old) SECOND,
    @now - INTERVAL 60 + (@rows - seq) * (363 * 86400 DIV (@rows - @old)) SECOND)
FROM seq_1_to_10000000
WHERE seq <= @rows;

ALTER TABLE audit_logs
  ADD KEY idx_audit_logs_created (created_at);
