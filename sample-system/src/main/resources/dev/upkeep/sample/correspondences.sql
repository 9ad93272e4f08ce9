-- Session variables: @now (wall clock of Asia/Bangkok), @rows (how many to write).
-- Letters come and go: three quarters are deleted again, at random, which leaves the file full of holes.

CREATE TABLE correspondences (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  document_number VARCHAR(40)     NOT NULL,
  title           VARCHAR(200)    NOT NULL,
  body            TEXT            NOT NULL,
  status          VARCHAR(20)     NOT NULL,
  originator      VARCHAR(80)     NOT NULL,
  details         JSON            NOT NULL,
  created_by      INT UNSIGNED    NOT NULL,
  created_at      DATETIME        NOT NULL,
  updated_at      DATETIME        NOT NULL
);

INSERT INTO correspondences
  (id, document_number, title, body, status, originator, details, created_by, created_at, updated_at)
SELECT
  seq,
  CONCAT('LCBP3-', ELT(1 + CRC32(CONCAT('kind', seq)) % 4, 'LT', 'MEMO', 'TRN', 'RFI'), '-', LPAD(seq, 7, '0')),
  CONCAT(
    ELT(1 + CRC32(CONCAT('title', seq)) % 6,
      'ส่งแบบก่อสร้างเพื่อขออนุมัติ', 'แจ้งแผนงานเทคอนกรีต', 'Method statement for the quay wall',
      'ขอเลื่อนกำหนดส่งเอกสาร', 'Shop drawings, piling works', 'รายงานความก้าวหน้าประจำเดือน 📈'),
    ' ', seq),
  CONCAT(
    'เรียน ผู้จัดการโครงการ — ',
    REPEAT(
      ELT(1 + CRC32(CONCAT('body', seq)) % 4,
        'ตามที่อ้างถึงสัญญาก่อสร้างท่าเรือแหลมฉบัง ระยะที่ 3 ',
        'Please find enclosed the revised drawings for your review. ',
        'ขอส่งเอกสารแนบเพื่อโปรดพิจารณาอนุมัติ ✅ ',
        'The works shall proceed only after approval. 🚧 '),
      2 + CRC32(CONCAT('length', seq)) % 4)),
  ELT(1 + CRC32(CONCAT('status', seq)) % 5, 'DRAFT', 'PENDING', 'APPROVED', 'APPROVED', 'CLOSED'),
  ELT(1 + CRC32(CONCAT('from', seq)) % 3,
    'การท่าเรือแห่งประเทศไทย', 'TEAM Consulting', 'CNNC Joint Venture'),
  CONCAT(
    '{"priority":"', ELT(1 + CRC32(CONCAT('priority', seq)) % 3, 'low', 'normal', 'urgent'),
    '","pages":', 1 + CRC32(CONCAT('pages', seq)) % 60, ',"tags":["ท่าเรือ","phase-3"]}'),
  1 + CRC32(CONCAT('user', seq)) % 240,
  @now - INTERVAL (@rows - seq) * 1100 SECOND,
  @now - INTERVAL (@rows - seq) * 1090 SECOND
FROM seq_1_to_10000000
WHERE seq <= @rows;

DELETE FROM correspondences WHERE CRC32(CONCAT('gone', id)) % 100 < 75;

ALTER TABLE correspondences
  ADD UNIQUE KEY uq_correspondences_number (document_number),
  ADD KEY idx_correspondences_status (status, created_at);
