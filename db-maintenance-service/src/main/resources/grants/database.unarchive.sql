-- What the account of a mariadb component needs for database.unarchive.
-- Put in your database for `schema` and your account for 'upkeep'@'%', and run it as an administrator.

-- Needed: copy rows back and remove them from the archive; keep receipts; hold the keys of a batch.
GRANT SELECT, INSERT, DELETE, CREATE, CREATE TEMPORARY TABLES ON `schema`.* TO 'upkeep'@'%';

-- Needed: Upkeep's own table, in which a worker that was taken over finds that it has lost its right.
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ON `schema`.`upkeep_fences` TO 'upkeep'@'%';
