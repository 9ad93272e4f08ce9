#!/bin/bash
# Makes what the mounted configuration needs and does not have, and serves.
set -euo pipefail
/bin/bash /usr/local/bin/certificate.sh /etc/nginx/tls
mkdir -p /run/lcbp3
echo "map '' \$https_port { default '${HTTPS_PORT:-443}'; }" >/run/lcbp3/https-port.conf
exec nginx -c /etc/nginx/lcbp3/nginx.conf -g 'daemon off;'
