-- What the account of a mariadb component needs for database.cleanup.
-- Put in your database for `schema` and your account for 'upkeep'@'%', and run it as an administrator.
-- In `schema`.* the name is a pattern: write \_ for each _ of your database's name there, or other databases are meant too.
-- But write the bare name if the account has rights under that already: of two patterns the server takes only one.

-- Needed: read, copy and delete rows; keep receipts; hold the keys of a batch.
GRANT SELECT, INSERT, DELETE, CREATE, CREATE TEMPORARY TABLES ON `schema`.* TO 'upkeep'@'%';

-- Needed: Upkeep's own table, in which a worker that was taken over finds that it has lost its right.
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ON `schema`.`upkeep_fences` TO 'upkeep'@'%';

-- Needed once: receipts of the first release get the columns that chain them.
GRANT SELECT, INSERT, DELETE, CREATE, ALTER ON `schema`.`upkeep_receipts` TO 'upkeep'@'%';

-- Needed only with optimize-afterwards.
GRANT ALTER ON `schema`.* TO 'upkeep'@'%';

-- Needed only with replicas in the throttle, on each of them: to see how far it is behind.
GRANT SLAVE MONITOR ON *.* TO 'upkeep'@'%';

-- Wanted: with it sizes are those of the files, foreign keys of other databases are seen, and
-- connections that are in the way are named. Without it the report says what it does not know.
GRANT PROCESS ON *.* TO 'upkeep'@'%';
