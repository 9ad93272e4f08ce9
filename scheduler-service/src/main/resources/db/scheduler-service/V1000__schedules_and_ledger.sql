-- One row per runbook that was ever in force. Whoever starts a run of it locks the row first, so that two starts
-- never overlap unseen.
CREATE TABLE runbook_state (
  runbook VARCHAR(63) NOT NULL,
  PRIMARY KEY (runbook)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- How far each schedule of the runbooks in force has come.
CREATE TABLE schedule_state (
  -- Follows from system, runbook, rule and zone: a schedule that is edited is another one and does not replay the past.
  id            UUID         NOT NULL,
  system        VARCHAR(63)  NOT NULL,
  runbook       VARCHAR(63)  NOT NULL,
  -- The rule and its zone, for people who look here.
  rule          VARCHAR(500) NOT NULL,
  -- The last due instant that has its ledger entry, or when the schedule came into force (UTC).
  handled_until DATETIME(6)  NOT NULL,
  -- UTC; null when nothing is due any more.
  next_due      DATETIME(6)  NULL,
  PRIMARY KEY (id),
  KEY schedule_state_due (next_due),
  KEY schedule_state_runbook (runbook)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What became of every due instant and of every trigger, and why. Append only.
CREATE TABLE ledger (
  id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  -- Follows from what the entry is about, so that a second scheduler cannot write it twice.
  occurrence     UUID          NOT NULL,
  origin         VARCHAR(16)   NOT NULL,
  -- Null where a trigger could not be believed, and so not be read.
  system         VARCHAR(63)   NULL,
  runbook        VARCHAR(63)   NULL,
  due_at         DATETIME(6)   NOT NULL,
  decided_at     DATETIME(6)   NOT NULL,
  outcome        VARCHAR(16)   NOT NULL,
  reason         VARCHAR(1000) NOT NULL,
  triggered_by   VARCHAR(100)  NOT NULL,
  runbook_run_id UUID          NULL,
  instance       VARCHAR(100)  NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY ledger_occurrence (occurrence),
  KEY ledger_runbook (runbook, due_at),
  KEY ledger_due (due_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
