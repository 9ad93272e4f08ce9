-- Every event is written to this table and deleted from it, so each of its indexes is paid for
-- twice an event. The few keys that wait for a person stand in a table of their own instead.
CREATE TABLE outbox_blocked (
  topic   VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  msg_key VARBINARY(255) NOT NULL,
  -- The row that waits. If it is no longer there, the key does not wait.
  seq     BIGINT NOT NULL,
  PRIMARY KEY (topic, msg_key)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

INSERT INTO outbox_blocked (topic, msg_key, seq)
SELECT topic, msg_key, MIN(seq) FROM outbox WHERE blocked = TRUE GROUP BY topic, msg_key;

ALTER TABLE outbox
  DROP KEY outbox_event,
  DROP KEY outbox_blocked,
  DROP COLUMN blocked;
