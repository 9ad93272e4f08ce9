-- What people are told, and what became of it.

-- One row per runbook run that people may be told about: all its messages are one thread. Its row is
-- locked while a message of the run is decided on, so that two events about one run never overlook
-- each other.
CREATE TABLE message_thread (
  runbook_run_id UUID NOT NULL,
  system_name    VARCHAR(100) NOT NULL,
  runbook        VARCHAR(200) NOT NULL,
  -- For people; unknown until an event of the runbook run has told it.
  title          VARCHAR(500) NULL,
  created_at     DATETIME(6) NOT NULL,
  PRIMARY KEY (runbook_run_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- One row per event that people are told about.
CREATE TABLE message (
  message_id     UUID NOT NULL,
  -- The CloudEvents id: the same event again is the same message.
  caused_by      UUID NOT NULL,
  runbook_run_id UUID NOT NULL,
  kind           VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  task_run_id    UUID NULL,
  -- The instant the news is of, by the clock of who told it.
  as_of          DATETIME(6) NOT NULL,
  event_type     VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  event          LONGTEXT NOT NULL,
  title          VARCHAR(500) NOT NULL,
  correlation_id UUID NOT NULL,
  traceparent    VARCHAR(100) NULL,
  created_at     DATETIME(6) NOT NULL,
  PRIMARY KEY (message_id),
  UNIQUE KEY message_caused_by (caused_by),
  KEY message_of_run (runbook_run_id),
  KEY message_age (created_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- One row per message, recipient and channel. All times are those of this server.
CREATE TABLE delivery (
  delivery_id        UUID NOT NULL,
  message_id         UUID NOT NULL,
  recipient          VARCHAR(255) NOT NULL,
  channel            VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  address            VARCHAR(400) NOT NULL,
  language           VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  zone               VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject            VARCHAR(500) NOT NULL,
  -- The delivery before it in the thread, to the same address.
  answers_to         UUID NULL,
  state              VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  attempts           INT NOT NULL DEFAULT 0,
  -- A crash, or a server that fell silent, leaves open whether it was accepted before.
  possible_duplicate BOOLEAN NOT NULL DEFAULT FALSE,
  -- QUEUED: the next try. ATTEMPTING: when the sender's lease ends. NULL once it has ended.
  claimable_at       DATETIME(6) NULL,
  owner              VARCHAR(150) NULL,
  -- Raised with every claim: a sender whose number is old has lost the delivery.
  fence              BIGINT NOT NULL DEFAULT 0,
  -- After this instant the message no longer matters.
  matters_until      DATETIME(6) NOT NULL,
  last_problem       VARCHAR(1000) NULL,
  remedy             VARCHAR(500) NULL,
  created_at         DATETIME(6) NOT NULL,
  ended_at           DATETIME(6) NULL,
  PRIMARY KEY (delivery_id),
  UNIQUE KEY delivery_once (message_id, recipient, channel),
  KEY delivery_claimable (channel, claimable_at),
  KEY delivery_latest (created_at),
  CONSTRAINT delivery_message FOREIGN KEY (message_id) REFERENCES message (message_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
