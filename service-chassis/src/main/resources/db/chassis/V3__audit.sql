-- What people did. Rows are only added; each holds the hash of the one before it, so that a change,
-- a removal or an insertion afterwards is found by walking the chain.
CREATE TABLE audit (
  seq      BIGINT NOT NULL,
  at       DATETIME(6) NOT NULL,
  who      VARCHAR(100) NOT NULL,
  what     VARCHAR(100) NOT NULL,
  subject  VARCHAR(255) NOT NULL,
  why      VARCHAR(1000) NOT NULL,
  previous BINARY(32) NOT NULL,
  hash     BINARY(32) NOT NULL,
  PRIMARY KEY (seq)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Where the chain ends; its row lock keeps writers in line.
CREATE TABLE audit_head (
  id   TINYINT NOT NULL,
  seq  BIGINT NOT NULL,
  hash BINARY(32) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, REPEAT(X'00', 32));
