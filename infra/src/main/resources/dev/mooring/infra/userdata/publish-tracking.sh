#!/bin/sh
# Publishes how often since the last time the network interface had no room to track a connection; the interface counts
# since the boot, and so would the alarm. Needs ethtool and an ENA interface.
# About a second of CPU a minute for the AWS command line.
set -eu
interface=$(ip -o route get 169.254.169.254 | sed 's/.* dev \([^ ]*\).*/\1/')
exceeded=$(ethtool -S "$interface" | sed -n 's/^ *conntrack_allowance_exceeded: *//p')
: "${exceeded:?the interface does not count it}"
before=$(cat /run/mooring-tracking 2>/dev/null || echo 0)
[ "$before" -le "$exceeded" ] || before=0
aws cloudwatch put-metric-data --namespace @NAMESPACE@ --metric-name @METRIC@ \
  --dimensions "AutoScalingGroupName=@GROUP@" --value $((exceeded - before))
# Only what was published is known; a failure before this adds to the next time.
echo "$exceeded" >/run/mooring-tracking
