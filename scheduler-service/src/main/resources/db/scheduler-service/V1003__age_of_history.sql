-- What the purges of old runs and of old ledger entries go by.
ALTER TABLE runbook_run ADD KEY runbook_run_age (ended_at);
ALTER TABLE ledger ADD KEY ledger_age (decided_at);
