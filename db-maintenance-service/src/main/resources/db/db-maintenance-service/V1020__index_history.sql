-- What database.index-apply has to know of earlier runs; one row for each index and kind of event. Instants are UTC.
CREATE TABLE index_history (
  system_name VARCHAR(100)  NOT NULL,
  component   VARCHAR(100)  NOT NULL,
  table_name  VARCHAR(64)   COLLATE utf8mb4_bin NOT NULL,
  index_name  VARCHAR(64)   COLLATE utf8mb4_bin NOT NULL,
  event       VARCHAR(20)   NOT NULL COMMENT 'IGNORED: a trial without it began; REVERTED: it made a query slower',
  definition  VARCHAR(2500) NOT NULL COMMENT 'its columns when that happened',
  happened_at DATETIME(6)   NOT NULL,
  run_id      UUID          NOT NULL,
  PRIMARY KEY (system_name, component, table_name, index_name, event)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
