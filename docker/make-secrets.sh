#!/usr/bin/env bash
# Makes the passwords that docker-compose.yml uses, each in a file of its own. Nobody but the folder's owner gets at them
# there; the files themselves can be read by all, because containers are given them as they are and each runs as another user.
# Files that exist are kept. Usage: docker/make-secrets.sh [FOLDER]   (default: secrets/ beside docker-compose.yml)
set -euo pipefail
folder=${1:-$(dirname "${BASH_SOURCE[0]}")/../secrets}
umask 077
mkdir -p "$folder"
chmod 700 "$folder"
for name in mariadb-root scheduler-db database-db deploy-db notification-db; do
  if [ ! -s "$folder/$name" ]; then
    od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$folder/$name"
    echo "made $folder/$name"
  fi
  chmod 444 "$folder/$name"
done
