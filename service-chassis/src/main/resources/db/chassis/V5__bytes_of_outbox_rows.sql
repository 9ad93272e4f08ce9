-- What the relay has loaded is limited by bytes; to ask a row for the length of what stands outside of its page would be
-- to read all of it.
ALTER TABLE outbox ADD COLUMN bytes INT UNSIGNED NOT NULL DEFAULT 0;

UPDATE outbox SET bytes = LENGTH(headers) + COALESCE(LENGTH(data), 0) + COALESCE(LENGTH(record_key), 0);
