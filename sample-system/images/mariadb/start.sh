#!/bin/bash
# Starts MariaDB. As in the official image, on an empty folder: MARIADB_ROOT_PASSWORD_FILE holds root's password (without
# it root comes in through the socket alone), MARIADB_DATABASE is made, MARIADB_USER with the password in
# MARIADB_PASSWORD_FILE may do everything in it, and /docker-entrypoint-initdb.d/*.sh run.
set -euo pipefail
data=/var/lib/mysql
socket=/run/mysqld/mysqld.sock

quoted() {
  local text=${1//\\/\\\\}
  printf "'%s'" "${text//\'/\\\'}"
}
first_line() { head -n 1 "$1"; }
as_mysql() { mariadb --no-defaults --socket="$socket" --user=mysql "$@"; }

if [ ! -d "$data/mysql" ]; then
  # An attempt that died leaves nothing that looks finished.
  rm -rf "${data:?}"/.new && mkdir "$data/.new"
  mariadb-install-db --datadir="$data/.new" --skip-test-db --auth-root-authentication-method=socket --auth-root-socket-user=mysql >/dev/null
  mariadbd --datadir="$data/.new" --skip-networking --socket="$socket" &
  server=$!
  for _ in $(seq 60); do as_mysql --execute="SELECT 1" >/dev/null 2>&1 && break; sleep 0.5; done
  {
    if [ -n "${MARIADB_ROOT_PASSWORD_FILE:-}" ]; then
      password=$(quoted "$(first_line "$MARIADB_ROOT_PASSWORD_FILE")")
      printf "ALTER USER root@localhost IDENTIFIED BY %s;\n" "$password"
      printf "CREATE USER root@'%%' IDENTIFIED BY %s;\nGRANT ALL ON *.* TO root@'%%' WITH GRANT OPTION;\n" "$password"
    fi
    if [ -n "${MARIADB_DATABASE:-}" ]; then
      printf "CREATE DATABASE \`%s\` CHARACTER SET utf8mb4;\n" "$MARIADB_DATABASE"
      if [ -n "${MARIADB_USER:-}" ]; then
        user=$(quoted "$MARIADB_USER")
        printf "CREATE USER %s@'%%' IDENTIFIED BY %s;\n" "$user" "$(quoted "$(first_line "$MARIADB_PASSWORD_FILE")")"
        printf "GRANT ALL ON \`%s\`.* TO %s@'%%';\n" "$MARIADB_DATABASE" "$user"
      fi
    fi
  } | as_mysql
  for script in /docker-entrypoint-initdb.d/*.sh; do
    [ -e "$script" ] && bash "$script"
  done
  kill "$server"
  wait "$server"
  rm -f "$data/.new"/*.pid
  # Last comes what says that it is there.
  find "$data/.new" -mindepth 1 -maxdepth 1 ! -name mysql -exec mv --target-directory="$data" {} +
  mv "$data/.new/mysql" "$data/" && rmdir "$data/.new"
fi
exec mariadbd --datadir="$data" --socket="$socket" --bind-address=0.0.0.0 --skip-name-resolve "$@"
