-- What the account of a mariadb component needs for database.backup.
-- Put in your database for `schema` and your account for 'upkeep'@'%', and run it as an administrator.
-- In `schema`.* the name is a pattern: write \_ for each _ of your database's name there, or other databases are meant too.
-- But write the bare name if the account has rights under that already: of two patterns the server takes only one.

-- Needed: read rows, and see views (with the functions in them), triggers and events. Nothing is written.
GRANT SELECT, SHOW VIEW, EXECUTE, TRIGGER, EVENT ON `schema`.* TO 'upkeep'@'%';

-- Needed: see the bodies of routines. Without it a backup would lack them, and nobody would be told.
GRANT SELECT ON `mysql`.`proc` TO 'upkeep'@'%';
