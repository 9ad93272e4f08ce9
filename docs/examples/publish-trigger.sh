#!/bin/sh
# Signs a trigger and prints it on one line, ready for any Kafka client:
#
#   publish-trigger.sh somchai.key somchai lcbp3-dms weekly-database 'before the audit' |
#     kcat -P -b "$(cat data/run/broker)" -t upkeep.triggers -k lcbp3-dms
#
# Arguments: private key file, actor, system, runbook, and (optional) the reason.
# DRY_RUN=true asks for a plan only. PARAMETERS='{"optimize.tables": ["rfas"]}' passes parameters.
# Needs openssl 3, jq and the usual small tools.
set -eu
key=$1 actor=$2 system=$3 runbook=$4 reason=${5:-}
type=application/vnd.dev.upkeep.trigger-requested.v1+json

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A random UUID: whoever sends the same one again sends the same trigger again.
id=$(openssl rand -hex 16 |
  sed -E 's/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/\1-\2-4\3-8\4-\5/')

# 1. The trigger, good for ten minutes. Whatever bytes stand here are the bytes that are signed.
jq -cnj --arg id "$id" --arg actor "$actor" --arg system "$system" --arg runbook "$runbook" \
  --arg reason "$reason" --argjson parameters "${PARAMETERS:-"{}"}" --argjson dry "${DRY_RUN:-false}" '
  (now | floor) as $now
  | {triggerId: $id, actor: $actor, system: $system, runbook: $runbook, parameters: $parameters,
     dryRun: $dry, issuedAt: ($now | todate), expiresAt: ($now + 600 | todate)}
    + if $reason == "" then {} else {reason: $reason} end' >"$work/body"

# 2. What is signed: the type and the body, each after its length in bytes.
{
  printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(wc -c <"$work/body")"
  cat "$work/body"
} >"$work/pae"
openssl pkeyutl -sign -rawin -inkey "$key" -in "$work/pae" -out "$work/sig"

# 3. The envelope: body, type, signature, and the name of the key.
keyid=$(openssl pkey -in "$key" -pubout -outform DER | openssl dgst -sha256 -r | cut -c1-32)
jq -cn --arg payload "$(openssl base64 -A -in "$work/body")" --arg type "$type" \
  --arg keyid "$keyid" --arg sig "$(openssl base64 -A -in "$work/sig")" \
  '{payload: $payload, payloadType: $type, signatures: [{keyid: $keyid, sig: $sig}]}'
