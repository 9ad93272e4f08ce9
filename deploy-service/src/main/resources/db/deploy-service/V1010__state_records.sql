-- What a system was like at an instant; system.record-state writes one row a run.
CREATE TABLE state_record (
  run_id         CHAR(36)     NOT NULL,
  system_name    VARCHAR(100) NOT NULL,
  name           VARCHAR(100) NOT NULL COMMENT 'what the runbook calls it',
  runbook_run_id CHAR(36)     NOT NULL,
  recorded_at    DATETIME(6)  NOT NULL COMMENT 'UTC',
  content        LONGTEXT     NOT NULL COMMENT 'JSON: facts and sizes by their names',
  PRIMARY KEY (run_id),
  KEY by_name (system_name, name, recorded_at),
  KEY by_age (recorded_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
