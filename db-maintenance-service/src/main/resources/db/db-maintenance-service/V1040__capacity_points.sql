-- How large each table was on each day, and how much room there was; database.capacity-review writes one point a day.
CREATE TABLE capacity_point (
  system_name VARCHAR(100) NOT NULL,
  component   VARCHAR(100) NOT NULL,
  table_name  VARCHAR(64)  COLLATE utf8mb4_bin NOT NULL,
  day         DATE         NOT NULL COMMENT 'UTC',
  row_count   BIGINT       NOT NULL COMMENT 'as InnoDB estimates it',
  bytes       BIGINT       NOT NULL COMMENT 'of its files, or of its pages where files cannot be seen',
  PRIMARY KEY (system_name, component, table_name, day),
  KEY by_day (system_name, component, day)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
