-- How much memory and processor each server used on each day; database.capacity-review writes one point a day.
CREATE TABLE server_point (
  system_name    VARCHAR(100) NOT NULL,
  component      VARCHAR(100) NOT NULL,
  day            DATE         NOT NULL COMMENT 'UTC',
  memory_bytes   BIGINT       NOT NULL,
  cpu_seconds    DOUBLE       NULL COMMENT 'of processor time since the server started; NULL where it cannot be known',
  uptime_seconds BIGINT       NOT NULL,
  PRIMARY KEY (system_name, component, day)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
