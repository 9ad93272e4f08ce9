-- Session variables: @now (wall clock of Asia/Bangkok), @rows (how many to write).

CREATE TABLE workflow_instances (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  entity_type   VARCHAR(30)     NOT NULL,
  entity_id     BIGINT UNSIGNED NOT NULL,
  current_state VARCHAR(30)     NOT NULL,
  context       JSON            NOT NULL,
  started_at    DATETIME        NOT NULL,
  completed_at  DATETIME        NULL
);

INSERT INTO workflow_instances
  (id, entity_type, entity_id, current_state, context, started_at, completed_at)
SELECT
  seq,
  ELT(1 + CRC32(CONCAT('entity', seq)) % 2, 'correspondence', 'rfa'),
  1 + CRC32(CONCAT('of', seq)) % @rows,
  IF(seq % 10 = 0, 'IN_REVIEW', 'COMPLETED'),
  CONCAT('{"reviewer":"', ELT(1 + CRC32(CONCAT('who', seq)) % 3, 'สมชาย', 'Nok', 'วิภา'), '","step":',
    1 + CRC32(CONCAT('step', seq)) % 6, '}'),
  @now - INTERVAL (@rows - seq) * 2500 SECOND,
  IF(seq % 10 = 0, NULL, @now - INTERVAL (@rows - seq) * 2400 SECOND)
FROM seq_1_to_10000000
WHERE seq <= @rows;

ALTER TABLE workflow_instances
  ADD KEY idx_workflow_instances_entity (entity_type, entity_id),
  ADD KEY idx_workflow_instances_state (current_state, started_at);
