-- What a rebuild was expected to give and to take, and what it did: later estimates learn from it. Instants are UTC.
CREATE TABLE rebuild_history (
  system_name     VARCHAR(100) NOT NULL,
  component       VARCHAR(100) NOT NULL,
  table_name      VARCHAR(64)  COLLATE utf8mb4_bin NOT NULL,
  run_id          UUID         NOT NULL,
  rebuilt_at      DATETIME(6)  NOT NULL,
  before_bytes    BIGINT       NOT NULL,
  modelled_bytes  BIGINT       NOT NULL COMMENT 'by the model of pages alone',
  predicted_bytes BIGINT       NOT NULL COMMENT 'after what earlier rebuilds taught',
  after_bytes     BIGINT       NOT NULL,
  expected_millis BIGINT       NULL COMMENT 'NULL where no earlier rebuild told',
  took_millis     BIGINT       NOT NULL,
  PRIMARY KEY (system_name, component, table_name, run_id),
  KEY by_age (system_name, component, rebuilt_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- When each table was last looked through for damage, and what came of it.
CREATE TABLE table_check (
  system_name VARCHAR(100) NOT NULL,
  component   VARCHAR(100) NOT NULL,
  table_name  VARCHAR(64)  COLLATE utf8mb4_bin NOT NULL,
  checked_at  DATETIME(6)  NOT NULL,
  took_millis BIGINT       NOT NULL,
  damaged     BOOLEAN      NOT NULL,
  PRIMARY KEY (system_name, component, table_name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
