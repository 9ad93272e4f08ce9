-- What the account of a mariadb component needs for database.performance-review.
-- Put in your database for `schema` and your account for 'upkeep'@'%', and run it as an administrator.
-- In `schema`.* the name is a pattern: write \_ for each _ of your database's name there, or other databases are meant too.
-- But write the bare name if the account has rights under that already: of two patterns the server takes only one.

-- Needed: explain queries, see indexes.
GRANT SELECT ON `schema`.* TO 'upkeep'@'%';

-- Wanted: the slow log where the server writes it into its table (log_output = TABLE).
GRANT SELECT ON `mysql`.`slow_log` TO 'upkeep'@'%';

-- Wanted: classes of statements where there is no slow log, and which indexes are never used.
GRANT SELECT ON `performance_schema`.`events_statements_summary_by_digest` TO 'upkeep'@'%';
GRANT SELECT ON `performance_schema`.`table_io_waits_summary_by_index_usage` TO 'upkeep'@'%';
