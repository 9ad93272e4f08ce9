-- Session variables: @now (wall clock of Asia/Bangkok), @rows (how many to write).
-- Drafts are thrown away with their files: seven in ten rows go again, at random.

CREATE TABLE attachments (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  entity_type   VARCHAR(30)     NOT NULL,
  entity_id     BIGINT UNSIGNED NOT NULL,
  original_name VARCHAR(255)    NOT NULL,
  stored_path   VARCHAR(400)    NOT NULL,
  mime_type     VARCHAR(100)    NOT NULL,
  size_bytes    BIGINT UNSIGNED NOT NULL,
  sha256        CHAR(64) CHARACTER SET ascii NOT NULL,
  created_at    DATETIME        NOT NULL
);

INSERT INTO attachments
  (id, entity_type, entity_id, original_name, stored_path, mime_type, size_bytes, sha256, created_at)
SELECT
  seq,
  ELT(1 + CRC32(CONCAT('entity', seq)) % 2, 'correspondence', 'rfa'),
  1 + CRC32(CONCAT('of', seq)) % @rows,
  CONCAT(
    ELT(1 + CRC32(CONCAT('name', seq)) % 4,
      'แบบก่อสร้าง อาคารท่าเทียบเรือ', 'Shop drawing rev', 'ภาพถ่ายหน้างาน 📷', 'รายการคำนวณโครงสร้าง'),
    ' ', seq, ELT(1 + CRC32(CONCAT('type', seq)) % 3, '.pdf', '.dwg', '.jpg')),
  CONCAT('/app/uploads/permanent/', MD5(CONCAT('folder', seq)), '/', SHA2(CONCAT('file', seq), 256), '.bin'),
  ELT(1 + CRC32(CONCAT('type', seq)) % 3, 'application/pdf', 'image/vnd.dwg', 'image/jpeg'),
  10000 + CRC32(CONCAT('size', seq)) % 20000000,
  SHA2(CONCAT('file', seq), 256),
  @now - INTERVAL (@rows - seq) * 1000 SECOND
FROM seq_1_to_10000000
WHERE seq <= @rows;

DELETE FROM attachments WHERE CRC32(CONCAT('gone', id)) % 100 < 70;

ALTER TABLE attachments
  ADD KEY idx_attachments_entity (entity_type, entity_id);
