-- What the account of a mariadb component needs for database.backup with 'method: physical', besides the statements of
-- database.backup.sql. Put in your account for 'upkeep'@'%', and run it as an administrator.

-- Needed by mariadb-backup: follow InnoDB's log, hold back changes of definitions, note where the binary log stands.
GRANT RELOAD, PROCESS, LOCK TABLES, BINLOG MONITOR ON *.* TO 'upkeep'@'%';
