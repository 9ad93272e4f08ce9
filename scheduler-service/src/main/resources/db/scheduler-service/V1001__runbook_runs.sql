CREATE TABLE runbook_run (
  id             UUID          NOT NULL,
  system         VARCHAR(63)   NOT NULL,
  runbook        VARCHAR(63)   NOT NULL,
  title          VARCHAR(500)  NOT NULL,
  scheduled_for  DATETIME(6)   NOT NULL,
  triggered_by   VARCHAR(100)  NOT NULL,
  dry_run        BOOLEAN       NOT NULL,
  state          VARCHAR(16)   NOT NULL,
  reason         VARCHAR(2000) NULL,
  correlation_id UUID          NOT NULL,
  traceparent    VARCHAR(55)   NULL,
  -- The runbook as it was when the run was made: tasks, needs, parameters, limits (JSON).
  definition     LONGTEXT      NOT NULL,
  started_at     DATETIME(6)   NOT NULL,
  ended_at       DATETIME(6)   NULL,
  cancelled_by   VARCHAR(100)  NULL,
  cancel_reason  VARCHAR(1000) NULL,
  -- The run that this one takes up again.
  rerun_of       UUID          NULL,
  -- When somebody has to look whether a task went silent; null once the run has ended.
  watch_at       DATETIME(6)   NULL,
  -- Counts the changes, for those who follow the run.
  version        BIGINT        NOT NULL,
  PRIMARY KEY (id),
  KEY runbook_run_live (runbook, ended_at),
  KEY runbook_run_watch (watch_at),
  KEY runbook_run_started (started_at),
  KEY runbook_run_state (state, started_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE runbook_task (
  task_run_id       UUID          NOT NULL,
  runbook_run_id    UUID          NOT NULL,
  position          INT           NOT NULL,
  task              VARCHAR(63)   NOT NULL,
  state             VARCHAR(16)   NOT NULL,
  reason            VARCHAR(2000) NULL,
  remedy            VARCHAR(2000) NULL,
  sent_at           DATETIME(6)   NULL,
  last_sent_at      DATETIME(6)   NULL,
  start_before      DATETIME(6)   NULL,
  started_at        DATETIME(6)   NULL,
  attempt           INT           NULL,
  worker            VARCHAR(255)  NULL,
  step              VARCHAR(255)  NULL,
  fraction          DOUBLE        NULL,
  line              VARCHAR(1000) NULL,
  remaining_seconds BIGINT        NULL,
  question          VARCHAR(2000) NULL,
  -- The report of the run's end (JSON).
  report            LONGTEXT      NULL,
  -- The sequence of the last event that counted; what is older is stale.
  last_sequence     BIGINT        NOT NULL,
  PRIMARY KEY (task_run_id),
  UNIQUE KEY runbook_task_order (runbook_run_id, position),
  CONSTRAINT runbook_task_run FOREIGN KEY (runbook_run_id) REFERENCES runbook_run (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
