#!/bin/sh
# Starts MariaDB; MARIADB_DATABASE, MARIADB_USER and the first line of MARIADB_PASSWORD_FILE name a database and the
# account that may do everything in it. They are made at each start, where they are missing.
set -eu
data=/var/lib/mysql
[ -d "$data/mysql" ] || mariadb-install-db --datadir="$data" --skip-test-db --auth-root-authentication-method=socket >/dev/null

quoted() { printf "'%s'" "$(printf %s "$1" | sed "s/[\\\\']/\\\\&/g")"; }
password=$(head -n 1 "${MARIADB_PASSWORD_FILE:?says where the password is}")
umask 077
cat >/run/mysqld/accounts.sql <<END
CREATE DATABASE IF NOT EXISTS \`${MARIADB_DATABASE:?}\` CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS $(quoted "${MARIADB_USER:?}")@'%' IDENTIFIED BY $(quoted "$password");
GRANT ALL ON \`$MARIADB_DATABASE\`.* TO $(quoted "$MARIADB_USER")@'%';
END
exec mariadbd --datadir="$data" --bind-address=0.0.0.0 --skip-name-resolve --init-file=/run/mysqld/accounts.sql "$@"
