-- The tasks that running services announced.
CREATE TABLE known_task (
  kind        VARCHAR(100) NOT NULL,
  -- TaskDescription (JSON).
  description LONGTEXT     NOT NULL,
  PRIMARY KEY (kind)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
