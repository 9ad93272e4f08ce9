-- The time in which a run waits for a person does not count against its limit.
ALTER TABLE task_run
  ADD COLUMN asked_at  DATETIME(6) NULL               COMMENT 'since when it waits for a person, on the database''s clock',
  ADD COLUMN waited_ms BIGINT      NOT NULL DEFAULT 0 COMMENT 'how long it waited for persons before';
