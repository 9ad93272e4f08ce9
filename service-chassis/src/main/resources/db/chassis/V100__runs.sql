-- Durable runs. All instants are UTC; claimable_at is on the database's clock (utc_timestamp(6)), the others on the
-- service's clock.

CREATE TABLE task_run (
  run_id              UUID          NOT NULL PRIMARY KEY,
  runbook_run_id      UUID          NOT NULL,
  system_name         VARCHAR(100)  NOT NULL,
  runbook             VARCHAR(100)  NOT NULL,
  task                VARCHAR(100)  NOT NULL,
  kind                VARCHAR(100)  NOT NULL,
  component           VARCHAR(100)  NOT NULL,
  dry_run             BOOLEAN       NOT NULL,
  access              VARCHAR(10)   NOT NULL COMMENT 'READS or WRITES; a dry run reads',
  parameters          JSON          NOT NULL,
  system_hash         VARCHAR(128)  NOT NULL,
  correlation_id      UUID          NOT NULL,
  traceparent         VARCHAR(100)  NULL,
  triggered_by        VARCHAR(200)  NOT NULL,
  scheduled_for       DATETIME(6)   NOT NULL,
  start_before        DATETIME(6)   NOT NULL,
  run_limit_s         BIGINT        NOT NULL,
  steps_version       INT           NULL     COMMENT 'of the list of steps that began the work',
  state               VARCHAR(20)   NOT NULL,
  attempt             INT           NOT NULL DEFAULT 0 COMMENT 'how often a worker started',
  failures            INT           NOT NULL DEFAULT 0 COMMENT 'attempts that ended in a failure',
  crashes             INT           NOT NULL DEFAULT 0 COMMENT 'workers lost since the last step that ended',
  owner               VARCHAR(250)  NULL     COMMENT 'the worker that holds the run',
  fence               BIGINT        NOT NULL DEFAULT 0 COMMENT 'grows whenever the run changes hands',
  claimable_at        DATETIME(6)   NOT NULL COMMENT 'end of the lease while held, next try, or 9999-12-31 at the end',
  holds_component     BOOLEAN       NOT NULL DEFAULT FALSE,
  accepted_at         DATETIME(6)   NOT NULL,
  first_started_at    DATETIME(6)   NULL,
  ended_at            DATETIME(6)   NULL,
  cancel_requested_by VARCHAR(200)  NULL,
  cancel_reason       VARCHAR(2000) NULL,
  failure             JSON          NULL     COMMENT 'why the run will fail or be cancelled once its undos are through',
  question            JSON          NULL     COMMENT 'what an operator has to find out',
  progress_step       VARCHAR(400)  NULL,
  progress_fraction   DOUBLE        NULL,
  progress_line       VARCHAR(1000) NULL,
  progress_remaining_s BIGINT       NULL,
  report              JSON          NULL,
  KEY claimable (claimable_at),
  KEY queued (state, start_before),
  KEY holders (system_name, component, holds_component),
  KEY listing (accepted_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Append only. phase says what the row records; see StepJournal.
CREATE TABLE step_journal (
  entry_id    BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  run_id      UUID          NOT NULL,
  fence       BIGINT        NOT NULL,
  attempt     INT           NOT NULL,
  step        VARCHAR(400)  NOT NULL,
  phase       VARCHAR(20)   NOT NULL,
  at          DATETIME(6)   NOT NULL,
  reason      TEXT          NULL,
  evidence    JSON          NULL,
  remembered  JSON          NULL,
  KEY of_run (run_id, entry_id),
  CONSTRAINT step_journal_run FOREIGN KEY (run_id) REFERENCES task_run (run_id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- One row for each component that runs have worked on: its row lock decides who works on it.
CREATE TABLE component_claim (
  system_name VARCHAR(100)  NOT NULL,
  component   VARCHAR(100)  NOT NULL,
  writer      UUID          NULL     COMMENT 'the run that changes it',
  readers     INT           NOT NULL DEFAULT 0,
  PRIMARY KEY (system_name, component)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- What would go on working if its worker died. Written before use, deleted when let go or ended.
CREATE TABLE run_resource (
  resource_id BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  run_id      UUID          NOT NULL,
  fence       BIGINT        NOT NULL,
  step        VARCHAR(400)  NOT NULL,
  kind        VARCHAR(60)   NOT NULL,
  id          VARCHAR(500)  NOT NULL,
  KEY of_run (run_id),
  CONSTRAINT run_resource_run FOREIGN KEY (run_id) REFERENCES task_run (run_id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
