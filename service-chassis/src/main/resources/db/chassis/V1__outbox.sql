-- Events that are true but not yet told. A row is written in the transaction that makes the event
-- true and deleted when Kafka has acknowledged it; so the table is empty most of the time.
CREATE TABLE outbox (
  seq        BIGINT NOT NULL AUTO_INCREMENT,
  event_id   UUID NOT NULL,
  topic      VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- What keeps its order: the record's key, unless record_key says otherwise.
  msg_key    VARBINARY(255) NOT NULL,
  -- The key as it is sent, where that is not msg_key: copies of records that have any key, or none.
  record_key LONGBLOB NULL,
  raw        BOOLEAN NOT NULL,
  key_seq    BIGINT NOT NULL,
  type       VARCHAR(100) NOT NULL,
  -- Names and values, length-prefixed.
  headers    LONGBLOB NOT NULL,
  data       LONGBLOB NULL,
  created_at DATETIME(6) NOT NULL,
  -- How often Kafka refused this very row; trouble of the broker as a whole does not count.
  attempts   INT NOT NULL DEFAULT 0,
  next_at    DATETIME(6) NULL,
  last_error VARCHAR(1000) NULL,
  -- Waits for a person, and so does everything after it under the same key.
  blocked    BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (seq),
  UNIQUE KEY outbox_event (event_id),
  KEY outbox_blocked (blocked, topic, msg_key)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- The last sequence per key. Its row lock is held until the writer commits, so that for one key the
-- order of rows is the order of commits.
CREATE TABLE outbox_sequence (
  topic    VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  msg_key  VARBINARY(255) NOT NULL,
  last_seq BIGINT NOT NULL,
  used_on  DATE NOT NULL,
  PRIMARY KEY (topic, msg_key),
  KEY outbox_sequence_used (used_on)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Who may relay, on the clock of this server.
CREATE TABLE relay_lease (
  id          TINYINT NOT NULL,
  owner       VARCHAR(150) NOT NULL,
  fence       BIGINT NOT NULL,
  lease_until DATETIME(6) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

INSERT INTO relay_lease (id, owner, fence, lease_until) VALUES (1, '', 0, '1970-01-02 00:00:00');
