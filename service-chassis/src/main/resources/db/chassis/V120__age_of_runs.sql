-- What the purges of old runs and of findings resolved long ago go by.
ALTER TABLE task_run ADD KEY task_run_age (ended_at);
ALTER TABLE finding ADD KEY finding_age (resolved_at);
