#!/bin/sh
# Publishes the untracked packets since the last time.
set -eu
interface=$(ip -o route get 169.254.169.254 | sed 's/.* dev \([^ ]*\).*/\1/')
exceeded=$(ethtool -S "$interface" | sed -n 's/^ *conntrack_allowance_exceeded: *//p')
: "${exceeded:?the interface does not count it}"
before=$(cat /run/mooring-tracking 2>/dev/null || echo 0)
[ "$before" -le "$exceeded" ] || before=0
aws cloudwatch put-metric-data --namespace @NAMESPACE@ --metric-name @METRIC@ \
  --dimensions "AutoScalingGroupName=@GROUP@" --value $((exceeded - before))
echo "$exceeded" >/run/mooring-tracking
