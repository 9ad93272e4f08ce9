-- What the account of a mariadb component needs for database.optimize.
-- Put in your database for `schema` and your account for 'upkeep'@'%', and run it as an administrator.
-- In `schema`.* the name is a pattern: write \_ for each _ of your database's name there, or other databases are meant too.
-- But write the bare name if the account has rights under that already: of two patterns the server takes only one.

-- Needed: read, ALTER TABLE ... FORCE (ALTER, CREATE, INSERT), ANALYZE (SELECT, INSERT).
GRANT SELECT, INSERT, ALTER, CREATE ON `schema`.* TO 'upkeep'@'%';

-- Needed: Upkeep's own table, in which a worker that was taken over finds that it has lost its right.
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ON `schema`.`upkeep_fences` TO 'upkeep'@'%';

-- Wanted: with them sizes are those of the files, connections that are in the way are named, and
-- stale statistics and missing histograms are seen. Without them the report says what it does not know.
GRANT PROCESS ON *.* TO 'upkeep'@'%';
GRANT SELECT ON `mysql`.`innodb_table_stats` TO 'upkeep'@'%';
GRANT SELECT ON `mysql`.`table_stats` TO 'upkeep'@'%';
GRANT SELECT ON `mysql`.`column_stats` TO 'upkeep'@'%';
