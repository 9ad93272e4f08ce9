-- Session variables: @now (wall clock of Asia/Bangkok), @rows (how many to write).
-- Of ten, three were deleted more than 91 days ago, two within the last 88 days, five are still there.

CREATE TABLE notifications (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id    INT UNSIGNED    NOT NULL,
  message    VARCHAR(300)    NOT NULL,
  created_at DATETIME        NOT NULL,
  read_at    DATETIME        NULL,
  deleted_at DATETIME        NULL
);

INSERT INTO notifications (id, user_id, message, created_at, read_at, deleted_at)
SELECT
  seq,
  1 + CRC32(CONCAT('user', seq)) % 240,
  CONCAT(
    ELT(1 + CRC32(CONCAT('message', seq)) % 3,
      'เอกสารรอการอนุมัติจากท่าน', 'New comment on your document 💬', 'ใกล้ครบกำหนดตอบกลับ ⏰'),
    ' #', seq),
  @now - INTERVAL 700 DAY + INTERVAL CRC32(CONCAT('minute', seq)) % 200000 MINUTE,
  IF(seq % 3 = 0, NULL, @now - INTERVAL 540 DAY + INTERVAL CRC32(CONCAT('minute', seq)) % 10000 MINUTE),
  CASE
    WHEN seq % 10 < 3 THEN @now - INTERVAL 91 * 1440 + CRC32(CONCAT('deleted', seq)) % 400000 MINUTE
    WHEN seq % 10 < 5 THEN @now - INTERVAL 1 + CRC32(CONCAT('deleted', seq)) % (88 * 1440) MINUTE
  END
FROM seq_1_to_10000000
WHERE seq <= @rows;

ALTER TABLE notifications
  ADD KEY idx_notifications_user (user_id, created_at),
  ADD KEY idx_notifications_deleted (deleted_at);
