#!/bin/bash
# Run once by the MariaDB image on an empty data folder: a schema and an account for each service.
set -euo pipefail
for service in scheduler database deploy notification; do
  password=$(cat "/run/secrets/$service-db")
  mariadb --user=root --password="$(cat /run/secrets/mariadb-root)" <<SQL
CREATE DATABASE upkeep_$service CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE USER 'upkeep_$service'@'%' IDENTIFIED BY '$password';
GRANT ALL ON upkeep_$service.* TO 'upkeep_$service'@'%';
SQL
done
