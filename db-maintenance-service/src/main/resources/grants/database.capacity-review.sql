-- What the account of a mariadb component needs for database.capacity-review.
-- Put in your database for `schema` and your account for 'upkeep'@'%', and run it as an administrator.
-- In `schema`.* the name is a pattern: write \_ for each _ of your database's name there, or other databases are meant too.
-- But write the bare name if the account has rights under that already: of two patterns the server takes only one.

-- Needed: see tables and their sizes.
GRANT SELECT ON `schema`.* TO 'upkeep'@'%';

-- Wanted: with it sizes are those of the files. Without it they are those of the pages in use.
GRANT PROCESS ON *.* TO 'upkeep'@'%';

-- Only where the DISKS plugin is to tell how much room there is on the server's disk; FILE is a strong right:
-- GRANT FILE ON *.* TO 'upkeep'@'%';
