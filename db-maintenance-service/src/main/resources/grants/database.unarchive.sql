-- What the account of a mariadb component needs for database.unarchive.
-- Put in your database for `schema` and your account for 'upkeep'@'%', and run it as an administrator.
-- In `schema`.* the name is a pattern: write \_ for each _ of your database's name there, or other databases are meant too.
-- But write the bare name if the account has rights under that already: of two patterns the server takes only one.

-- Needed: copy rows back and remove them from the archive; keep receipts; hold the keys of a batch.
GRANT SELECT, INSERT, DELETE, CREATE, CREATE TEMPORARY TABLES ON `schema`.* TO 'upkeep'@'%';

-- Needed: Upkeep's own table, in which a worker that was taken over finds that it has lost its right.
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ON `schema`.`upkeep_fences` TO 'upkeep'@'%';
