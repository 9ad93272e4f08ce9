-- What the account of a mariadb component needs for database.binlog-archive. Put in your account for 'upkeep'@'%', and run
-- it as an administrator.

-- Needed: read the server's binary logs as a replica does, and see which there are.
GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO 'upkeep'@'%';

-- Wanted: close the log that is being written, so that it is copied too. Without it a log is copied only once the server
-- itself has closed it (max_binlog_size), and what it holds is lost with the server until then.
GRANT RELOAD ON *.* TO 'upkeep'@'%';
