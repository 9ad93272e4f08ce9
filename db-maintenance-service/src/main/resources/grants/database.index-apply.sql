-- What the account of a mariadb component needs for database.index-apply.
-- Put in your database for `schema` and your account for 'upkeep'@'%', and run it as an administrator.
-- In `schema`.* the name is a pattern: write \_ for each _ of your database's name there, or other databases are meant too.
-- But write the bare name if the account has rights under that already: of two patterns the server takes only one.

-- Needed: read, ALTER TABLE ... ADD, ALTER or DROP INDEX (ALTER, CREATE, INSERT).
GRANT SELECT, INSERT, ALTER, CREATE ON `schema`.* TO 'upkeep'@'%';

-- Needed: Upkeep's own table, in which a worker that was taken over finds that it has lost its right.
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ON `schema`.`upkeep_fences` TO 'upkeep'@'%';

-- Wanted: what an index costs writers is measured on a temporary copy of some rows.
GRANT CREATE TEMPORARY TABLES ON `schema`.* TO 'upkeep'@'%';

-- Wanted: connections that are in the way are named, and sizes are known. Without them the report
-- says what it does not know.
GRANT PROCESS ON *.* TO 'upkeep'@'%';
GRANT SELECT ON `mysql`.`innodb_index_stats` TO 'upkeep'@'%';
