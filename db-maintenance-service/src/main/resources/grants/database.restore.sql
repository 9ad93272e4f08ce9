-- What the account of a mariadb component needs for database.restore, only while it is needed.
-- Put in the database to restore into for `copy` and your account for 'upkeep'@'%', and run it as an administrator.
-- In `copy`.* the name is a pattern: write \_ for each _ of your database's name there, or other databases are meant too.
-- But write the bare name if the account has rights under that already: of two patterns the server takes only one.

-- Needed: make, fill and compare the copy. No right on any other database is needed.
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, REFERENCES, CREATE VIEW, SHOW VIEW,
  CREATE ROUTINE, ALTER ROUTINE, EXECUTE, TRIGGER, EVENT ON `copy`.* TO 'upkeep'@'%';

-- Needed: views, routines, triggers and events go on working for the accounts that they worked for.
GRANT SET USER ON *.* TO 'upkeep'@'%';
