-- What was live: a release by what it is made of, and each time that one became live. Instants are UTC.
CREATE TABLE deploy_release (
  release_id       CHAR(64)     CHARACTER SET ascii NOT NULL COMMENT 'SHA-256 of its manifest',
  image            VARCHAR(400) NOT NULL COMMENT 'by digest, as it was asked for',
  image_id         CHAR(71)     CHARACTER SET ascii NOT NULL COMMENT 'sha256:… on the engine',
  environment_hash CHAR(64)     CHARACTER SET ascii NOT NULL,
  nginx_hash       CHAR(64)     CHARACTER SET ascii NOT NULL,
  PRIMARY KEY (release_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE release_activation (
  activation_id BIGINT       NOT NULL AUTO_INCREMENT,
  system_name   VARCHAR(100) NOT NULL,
  component     VARCHAR(100) NOT NULL,
  service       VARCHAR(100) NOT NULL,
  release_id    CHAR(64)     CHARACTER SET ascii NOT NULL,
  live_since    DATETIME(6)  NOT NULL COMMENT 'for what was live before the first deployment, when that was recorded',
  run_id        UUID         NOT NULL,
  role          VARCHAR(10)  NOT NULL COMMENT 'before or after the run',
  PRIMARY KEY (activation_id),
  UNIQUE KEY once (run_id, role),
  KEY of_service (system_name, component, service, activation_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
