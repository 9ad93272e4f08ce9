#!/bin/bash
# Healthy means: the network is listened to, which is so only after the first start's preparations, and a question gets its
# answer. The official image's options are taken and mean the same here.
set -euo pipefail
: </dev/tcp/127.0.0.1/3306
exec mariadb --no-defaults --socket=/run/mysqld/mysqld.sock --user=mysql --execute="SELECT 1" >/dev/null
