#!/bin/sh
# Adds this host's address to the name of the push port (UPSERT), or takes it away (DELETE).
set -eu
instance=$(cat /var/lib/cloud/data/instance-id)
address=$(ip -o route get 169.254.169.254 | sed 's/.* src \([^ ]*\).*/\1/')
aws route53 change-resource-record-sets --hosted-zone-id @ZONE@ --change-batch '{"Changes":[{"Action":"'"$1"'",
"ResourceRecordSet":{"Name":"@NAME@","Type":"A","TTL":10,"MultiValueAnswer":true,"SetIdentifier":"'"$instance"'",
"ResourceRecords":[{"Value":"'"$address"'"}]}}]}' >/dev/null
