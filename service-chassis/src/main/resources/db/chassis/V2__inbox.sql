-- The ids of messages that were taken in, each written in the transaction that holds its effect.
CREATE TABLE inbox (
  consumer    VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  message_id  UUID NOT NULL,
  received_at DATETIME(6) NOT NULL,
  PRIMARY KEY (consumer, message_id),
  KEY inbox_received (received_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- The last sequence seen per key, to notice gaps. Nothing waits for what is missing.
CREATE TABLE inbox_sequence (
  consumer VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  topic    VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  msg_key  VARBINARY(255) NOT NULL,
  last_seq BIGINT NOT NULL,
  seen_on  DATE NOT NULL,
  PRIMARY KEY (consumer, topic, msg_key),
  KEY inbox_sequence_seen (seen_on)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Records that could not be handled, byte for byte, until a person replays or drops them.
CREATE TABLE quarantine (
  -- Made of consumer, place and content: the same record delivered again is the same row.
  id           UUID NOT NULL,
  consumer     VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  topic        VARCHAR(249) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  partition_no INT NOT NULL,
  offset_no    BIGINT NOT NULL,
  record_at    DATETIME(6) NOT NULL,
  record_key   LONGBLOB NULL,
  record_value LONGBLOB NULL,
  headers      LONGBLOB NOT NULL,
  reason       VARCHAR(40) NOT NULL,
  detail       VARCHAR(1000) NOT NULL,
  received_at  DATETIME(6) NOT NULL,
  -- WAITING, REPLAYED or DROPPED.
  state        VARCHAR(10) NOT NULL,
  settled_at   DATETIME(6) NULL,
  PRIMARY KEY (id),
  KEY quarantine_state (state, received_at),
  KEY quarantine_settled (settled_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
