#!/bin/bash
# Adds this release's assets to those that the front door goes on serving when another release is live, then serves.
set -euo pipefail
if [ -d /srv/assets ]; then cp --no-clobber /srv/frontend/assets/* /srv/assets/; fi
sed -e "s/COLOUR/${COLOUR:-blue}/g" -e "s/RELEASE_NUMBER/$(cat /srv/frontend/release)/g" /srv/nginx.conf >/tmp/nginx.conf
exec nginx -e stderr -c /tmp/nginx.conf -g 'daemon off;'
