-- What the account of a mariadb component needs for database.restore with 'until', besides the statements of
-- database.restore.sql, only while it is needed. Put in your account for 'upkeep'@'%', and run it as an administrator.

-- Needed: read the server's binary logs as a replica does, and see which there are.
GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO 'upkeep'@'%';
