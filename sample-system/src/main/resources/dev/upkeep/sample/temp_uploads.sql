-- Session variables: @now (wall clock of Asia/Bangkok), @rows (how many to write).
-- Of ten, six are older than 25 hours, four younger than 22 hours.

CREATE TABLE temp_uploads (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  upload_token CHAR(32) CHARACTER SET ascii NOT NULL,
  user_id      INT UNSIGNED    NOT NULL,
  file_path    VARCHAR(400)    NOT NULL,
  size_bytes   BIGINT UNSIGNED NOT NULL,
  created_at   DATETIME        NOT NULL
);

INSERT INTO temp_uploads (id, upload_token, user_id, file_path, size_bytes, created_at)
SELECT
  seq,
  MD5(CONCAT('upload', seq)),
  1 + CRC32(CONCAT('user', seq)) % 240,
  CONCAT('temp/', MD5(CONCAT('upload', seq)), '.part'),
  64 + CRC32(CONCAT('size', seq)) % 1000,
  IF(seq % 10 < 6,
    @now - INTERVAL 25 * 60 + CRC32(CONCAT('age', seq)) % 20000 MINUTE,
    @now - INTERVAL CRC32(CONCAT('age', seq)) % (22 * 60) MINUTE)
FROM seq_1_to_10000000
WHERE seq <= @rows;

ALTER TABLE temp_uploads
  ADD UNIQUE KEY uq_temp_uploads_token (upload_token),
  ADD KEY idx_temp_uploads_created (created_at);
