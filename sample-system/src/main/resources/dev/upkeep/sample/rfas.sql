-- Session variables: @now (wall clock of Asia/Bangkok), @rows (how many to write).
-- Requests for approval are never deleted: this table is healthy, there is nothing to gain from rebuilding it.

CREATE TABLE rfas (
  id              BIGINT UNSIGNED  NOT NULL AUTO_INCREMENT PRIMARY KEY,
  rfa_number      VARCHAR(40)      NOT NULL,
  discipline      VARCHAR(40)      NOT NULL,
  subject         VARCHAR(200)     NOT NULL,
  revision        TINYINT UNSIGNED NOT NULL,
  workflow_status VARCHAR(20)      NOT NULL,
  details         JSON             NOT NULL,
  submitted_at    DATETIME         NOT NULL,
  created_at      DATETIME         NOT NULL
);

INSERT INTO rfas
  (id, rfa_number, discipline, subject, revision, workflow_status, details, submitted_at, created_at)
SELECT
  seq,
  CONCAT('RFA-', LPAD(seq, 7, '0')),
  ELT(1 + CRC32(CONCAT('discipline', seq)) % 4, 'Civil', 'Structural', 'Electrical', 'งานภูมิสถาปัตย์'),
  CONCAT(
    ELT(1 + CRC32(CONCAT('subject', seq)) % 3,
      'ขออนุมัติวัสดุ', 'Approval of mix design', 'ขออนุมัติแบบรายละเอียด 🏗️'),
    ' ', seq),
  CRC32(CONCAT('revision', seq)) % 4,
  ELT(1 + CRC32(CONCAT('status', seq)) % 4, 'SUBMITTED', 'IN_REVIEW', 'APPROVED', 'REJECTED'),
  CONCAT('{"drawings":', 1 + CRC32(CONCAT('drawings', seq)) % 12, ',"note":"โปรดพิจารณา"}'),
  @now - INTERVAL (@rows - seq) * 2000 SECOND,
  @now - INTERVAL (@rows - seq) * 2010 SECOND
FROM seq_1_to_10000000
WHERE seq <= @rows;

ALTER TABLE rfas
  ADD UNIQUE KEY uq_rfas_number (rfa_number, revision),
  ADD KEY idx_rfas_workflow_status (workflow_status, submitted_at);
