#!/bin/bash
# Run once by the MariaDB image on an empty data folder: the tables of the document system with a few rows, and accounts.
set -euo pipefail
root_password=$(cat /run/secrets/mariadb-root)
as_root() { mariadb --user=root --password="$root_password" --default-character-set=utf8mb4 "$@"; }

as_root <<SQL
CREATE DATABASE lcbp3_dms CHARACTER SET utf8mb4;
CREATE USER lcbp3@'%' IDENTIFIED BY '$(cat /run/secrets/lcbp3-db)';
GRANT ALL ON lcbp3_dms.* TO lcbp3@'%';
CREATE USER upkeep@'%' IDENTIFIED BY '$(cat /run/secrets/upkeep-db)';
GRANT SELECT, INSERT, DELETE, ALTER, CREATE, CREATE TEMPORARY TABLES, SHOW VIEW, EXECUTE, TRIGGER, EVENT ON lcbp3_dms.* TO upkeep@'%';
GRANT PROCESS ON *.* TO upkeep@'%';
SQL

{
  echo "SET @rows = ${SAMPLE_ROWS:-2000}, @now = CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', '+07:00');"
  cat /sample/*.sql
} | as_root lcbp3_dms
