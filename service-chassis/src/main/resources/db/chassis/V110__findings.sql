-- What looking brought to light; one row for each thing, kept after it is resolved. Instants are UTC.
CREATE TABLE finding (
  fingerprint    UUID          NOT NULL PRIMARY KEY,
  system_name    VARCHAR(100)  NOT NULL,
  component      VARCHAR(100)  NOT NULL,
  kind           VARCHAR(100)  NOT NULL,
  subject        VARCHAR(500)  NOT NULL,
  severity       VARCHAR(10)   NOT NULL,
  title          VARCHAR(1000) NOT NULL,
  remedy         TEXT          NOT NULL,
  evidence       JSON          NOT NULL,
  owner          VARCHAR(200)  NULL,
  accepted_until DATE          NULL,
  first_seen     DATETIME(6)   NOT NULL,
  last_seen      DATETIME(6)   NOT NULL,
  last_run_id    UUID          NOT NULL COMMENT 'the run that saw it last',
  resolved_at    DATETIME(6)   NULL,
  KEY looked_for (system_name, component, kind, resolved_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Which kinds of finding a run has looked for: what it did not see of them is resolved when it completes.
CREATE TABLE finding_look (
  run_id UUID         NOT NULL,
  kind   VARCHAR(100) NOT NULL,
  PRIMARY KEY (run_id, kind)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
