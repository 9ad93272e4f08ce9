#!/bin/bash
# Starts one broker. As in Apache's image, KAFKA_A_B=x in the environment is a.b=x in its settings ('__' is '_', '___' is '-').
set -euo pipefail
settings=/opt/kafka/config/server.properties
env | while IFS='=' read -r name value; do
  case $name in
    KAFKA_HEAP_OPTS | KAFKA_OPTS) ;;
    KAFKA_*)
      key=${name#KAFKA_}
      key=${key//___/-}; key=${key//__/:}; key=${key//_/.}; key=${key//:/_}
      printf '%s=%s\n' "${key,,}" "$value"
      ;;
  esac
done >"$settings"

java -cp '/opt/kafka/libs/*' kafka.tools.StorageTool format --ignore-formatted \
  --cluster-id "${CLUSTER_ID:-5L6g3nShT-eMCtK--X86sw}" --config "$settings"
exec java -XX:+UseSerialGC "-Xmx${KAFKA_HEAP:-256m}" -cp '/opt/kafka/libs/*' kafka.Kafka "$settings"
