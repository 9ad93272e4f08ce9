-- Which classes of slow queries database.performance-review has told of, so that they are no news again. Instants are UTC.
CREATE TABLE query_class (
  system_name  VARCHAR(100) NOT NULL,
  component    VARCHAR(100) NOT NULL,
  class_id     CHAR(16)     CHARACTER SET ascii NOT NULL,
  statement    TEXT         NOT NULL COMMENT 'without literals',
  first_seen   DATETIME(6)  NOT NULL,
  last_seen    DATETIME(6)  NOT NULL,
  p95_micros   BIGINT       NOT NULL COMMENT 'when it was last told of as news',
  last_run_id  UUID         NOT NULL,
  PRIMARY KEY (system_name, component, class_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Up to when slow queries have been reviewed.
CREATE TABLE query_review (
  system_name    VARCHAR(100) NOT NULL,
  component      VARCHAR(100) NOT NULL,
  reviewed_until DATETIME(6)  NOT NULL,
  PRIMARY KEY (system_name, component)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
