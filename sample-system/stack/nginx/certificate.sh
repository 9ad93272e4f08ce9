#!/bin/bash
# certificate.sh FOLDER: a CA of its own and a certificate for localhost by it, where there is none. The CA's key is not
# kept: who wants another certificate deletes the folder's files and has both made anew.
set -euo pipefail
cd "$1"
[ -s server.pem ] && [ -s server-key.pem ] && exit 0
umask 077
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
make_key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
openssl req -x509 "${make_key[@]}" -keyout "$new/ca-key.pem" -out "$new/ca.pem" -days 3650 -subj "/CN=LCBP3 sample CA" \
  -addext "keyUsage=critical,keyCertSign,cRLSign" 2>/dev/null
openssl req "${make_key[@]}" -keyout "$new/server-key.pem" -out "$new/request.pem" -subj "/CN=localhost" 2>/dev/null
openssl x509 -req -in "$new/request.pem" -CA "$new/ca.pem" -CAkey "$new/ca-key.pem" -CAcreateserial -days 397 -out "$new/leaf.pem" \
  -extfile <(printf 'subjectAltName=DNS:localhost,DNS:dms.localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n') 2>/dev/null
cat "$new/leaf.pem" "$new/ca.pem" >"$new/server.pem"
chmod 644 "$new/ca.pem" "$new/server.pem"
# The certificate last: it says that all is there.
mv "$new/ca.pem" "$new/server-key.pem" .
mv "$new/server.pem" .
