#!/bin/bash
# Healthy means: the service's own health page answers 200 and says UP. Needs nothing but bash.
set -euo pipefail
exec 3<>/dev/tcp/127.0.0.1/8080
printf 'GET /actuator/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r _ status _ <&3
[ "$status" = 200 ] && grep -q '"UP"' <&3
