-- When the scheduled job ran, and where.
CREATE TABLE job_runs (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  job         VARCHAR(60)     NOT NULL,
  colour      VARCHAR(10)     NOT NULL,
  app_release VARCHAR(60)     NOT NULL,
  ran_at      DATETIME(3)     NOT NULL,
  KEY idx_job_runs_ran (ran_at)
);
