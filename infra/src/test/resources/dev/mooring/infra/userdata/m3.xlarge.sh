#!/bin/bash
# Makes this instance a Mooring host: tunes it, installs the bundles, starts the server, and lets the agent verify and
# join. May be run again. A step that fails is recorded in /var/lib/mooring/installed, and the host does not join.
set -u
umask 022
export AWS_DEFAULT_REGION=us-east-1
record=/var/lib/mooring/installed
failed=0
mkdir -p /var/lib/mooring /etc/mooring /opt/mooring
: >"$record.new"

# Runs a step, whatever became of those before it, and notes its exit code.
step() {
  local code=0
  "$@" || code=$?
  printf '%s\t%s\n' "$code" "$*" >>"$record.new"
  [ "$code" -eq 0 ] || failed=1
}

# Writes standard input to a file in one move, so that nobody reads half of it.
write_file() {
  cat >"$1.new" && mv "$1.new" "$1"
}

# The network and the role's credentials may be seconds late on a new instance.
fetch() {
  local pause
  for pause in 0 1 2 4 8; do
    sleep "$pause"
    aws s3 cp --only-show-errors "$1" "$2" && return 0
  done
  return 1
}

# Installs a bundle; one with the same hash is there already. The old one stays until the new one is complete.
install_bundle() {
  local folder=/opt/mooring/$1 archive=/opt/mooring/$1.tar.gz
  [ "$(cat "$folder/sha256" 2>/dev/null)" = "$3" ] && return 0
  rm -rf "$folder.new"
  mkdir -p "$folder.new" &&
    fetch "$2" "$archive" &&
    printf '%s  %s\n' "$3" "$archive" | sha256sum --check --quiet &&
    tar -xzf "$archive" -C "$folder.new" --strip-components=1 --no-same-owner &&
    printf '%s\n' "$3" >"$folder.new/sha256" &&
    rm -rf "$folder" "$archive" &&
    mv "$folder.new" "$folder"
}

step write_file /opt/mooring/tune-host.sh <<'TUNE_HOST'
#!/bin/sh
# Tunes this host for Mooring (server). Needs root, may be run again; /var/lib/mooring/tuned.json says how each step ended.
set -u
umask 022
record=/var/lib/mooring/tuned.json
steps=
pages=$(($(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo) / 4))

# Runs a step, whatever became of those before it, and notes its exit code and what it said.
step() {
  said=$("$@" 2>&1)
  code=$?
  said=$(printf '%s' "$said" | tr '\n\t' '  ' | tr -d '\\"' | tr -cd '[:print:]' | cut -c 1-200)
  steps="$steps${steps:+,}
    {\"step\": \"$*\", \"exitCode\": $code, \"said\": \"$said\"}"
}

# Writes standard input to a file in one move, so that nobody reads half of it.
write_file() {
  mkdir -p "${1%/*}" && cat >"$1.new" && mv "$1.new" "$1"
}

# A module that is built into the kernel needs no loading.
load_module() {
  [ -d "/sys/module/$1" ] || modprobe "$@"
}

kernel_path() {
  printf '/proc/sys/%s' "$1" | tr . /
}

# The value in force where it is more than the wanted one, or too large for the shell; else the wanted one.
at_least() {
  current=$(cat "$(kernel_path "$1")" 2>/dev/null) || current=$2
  if [ "$current" -le "$2" ] 2>/dev/null; then printf '%s' "$2"; else printf '%s' "$current"; fi
}

# The value in force where it is less than the wanted one, else the wanted one.
at_most() {
  current=$(cat "$(kernel_path "$1")" 2>/dev/null) || current=$2
  if [ "$current" -ge "$2" ] 2>/dev/null; then printf '%s' "$2"; else printf '%s' "$current"; fi
}

set_kernel() {
  printf '%s\n' "$2" >"$(kernel_path "$1")"
}

add_user() {
  id mooring >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin mooring
}

step load_module nf_conntrack hashsize=131072

step write_file /etc/modules-load.d/mooring.conf <<EOF
# Mooring: without the module its kernel parameters do not exist when sysctl.d is applied.
nf_conntrack
EOF

step write_file /etc/modprobe.d/mooring.conf <<EOF
# Mooring: the kernel tracks 8 connections for each bucket of this option; sysctl.d then sets more buckets.
options nf_conntrack hashsize=131072
EOF

step write_file /etc/sysctl.d/99-zz-mooring.conf <<EOF
# Mooring: kernel parameters. Loaded at boot, after the modules.

# Open files of the whole system.
fs.file-max = $(at_least fs.file-max 1100000)

# The ceiling of every nofile, for root too. systemd silently lowers a higher LimitNOFILE to it.
fs.nr_open = $(at_least fs.nr_open 1048576)

# A full table drops the packets of new connections.
net.netfilter.nf_conntrack_max = $(at_least net.netfilter.nf_conntrack_max 1048576)

# The hash table. Every entry is in it twice, and its default follows the memory, not max.
net.netfilter.nf_conntrack_buckets = $(at_least net.netfilter.nf_conntrack_buckets $(($(at_least net.netfilter.nf_conntrack_max 1048576) / 4)))

# By default dead peers fill the table for five days. Less than idle-timeout forgets live ones.
net.netfilter.nf_conntrack_tcp_timeout_established = 700

# Memory of all TCP buffers: more than the default for bursts, less than what starves the host.
net.ipv4.tcp_mem = $((pages * 125 / 1000)) $((pages * 180 / 1000)) $((pages * 250 / 1000))

# What one peer can make the host keep before the server reads it.
net.ipv4.tcp_rmem = 4096 16384 4194304

# What one slow peer can make the host keep of a broadcast.
net.ipv4.tcp_wmem = 4096 16384 4194304

# Unsent bytes wait in the server, which bounds them, and not in the kernel.
net.ipv4.tcp_notsent_lowat = $(at_most net.ipv4.tcp_notsent_lowat 131072)

# A swapped-out heap makes one sweep of pings take seconds.
vm.swappiness = $(at_most vm.swappiness 10)

# Accepted connections that wait for the server. It must ask for as many in listen.
net.core.somaxconn = $(at_least net.core.somaxconn 65535)

# Connections in the middle of their handshake.
net.ipv4.tcp_max_syn_backlog = $(at_least net.ipv4.tcp_max_syn_backlog 65535)

# Fallback when the backlog still overflows.
net.ipv4.tcp_syncookies = 1

# Packets that wait for a processor in a storm of reconnects.
net.core.netdev_max_backlog = $(at_least net.core.netdev_max_backlog 16384)

# No outgoing connection takes a port that the server listens on.
net.ipv4.ip_local_reserved_ports = 8080-8095

# A backstop for sockets with SO_KEEPALIVE; the server pings its peers itself and does not need it.
net.ipv4.tcp_keepalive_time = $(at_most net.ipv4.tcp_keepalive_time 300)

# A backstop for sockets with SO_KEEPALIVE; the server pings its peers itself and does not need it.
net.ipv4.tcp_keepalive_intvl = $(at_most net.ipv4.tcp_keepalive_intvl 30)

# A backstop for sockets with SO_KEEPALIVE; the server pings its peers itself and does not need it.
net.ipv4.tcp_keepalive_probes = $(at_most net.ipv4.tcp_keepalive_probes 4)

# Sockets that were closed here and not yet there.
net.ipv4.tcp_fin_timeout = $(at_most net.ipv4.tcp_fin_timeout 30)

# When everybody leaves at once, sockets above it are reset. The default is a ninth of 600,000.
net.ipv4.tcp_max_orphans = $(at_least net.ipv4.tcp_max_orphans 600000)

# The same for sockets in TIME_WAIT; one mass close left 59,796 of them.
net.ipv4.tcp_max_tw_buckets = $(at_least net.ipv4.tcp_max_tw_buckets 600000)

# The first message after a silence is not slowed down.
net.ipv4.tcp_slow_start_after_idle = 0
EOF

step write_file /etc/security/limits.d/99-zz-mooring.conf <<EOF
# Mooring: open files of sessions. Services do not read this; see LimitNOFILE in their units.
# The star does not cover root.
root  soft nofile 1000000
root  hard nofile 1000000
*     soft nofile 1000000
*     hard nofile 1000000
EOF

step write_file /etc/systemd/system/mooring-server.service <<EOF
[Unit]
Description=Mooring WebSocket server
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
User=mooring
ExecStart=/opt/mooring/server/bin/mooring-server --config /etc/mooring/server.properties
LimitNOFILE=1000000
TimeoutStopSec=1020
Restart=on-failure
RestartSec=1
RestartPreventExitStatus=64
SuccessExitStatus=143
OOMScoreAdjust=-500
NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
ProtectControlGroups=yes

[Install]
WantedBy=multi-user.target
EOF

while read -r key _ value; do
  case $key in
    '' | '#'*) ;;
    *) step set_kernel "$key" "$value" ;;
  esac
done </etc/sysctl.d/99-zz-mooring.conf

step add_user
step systemctl daemon-reload
step systemctl enable mooring-server.service

write_file "$record" <<EOF
{
  "profile": "6082c40a29cd34f3",
  "role": "server",
  "finished": "$(date -u +%Y-%m-%dT%H:%M:%SZ)",
  "steps": [$steps
  ]
}
EOF
TUNE_HOST
step sh /opt/mooring/tune-host.sh

step install_bundle server s3://assets/server.tar.gz 1111111111111111111111111111111111111111111111111111111111111111
step install_bundle agent s3://assets/agent.tar.gz 2222222222222222222222222222222222222222222222222222222222222222
step install_bundle verify s3://assets/verify.tar.gz 3333333333333333333333333333333333333333333333333333333333333333

step write_file /etc/mooring/agent.properties <<'EOF'
accepted-warnings=obsolete keys: the kernel does not have them, so they change nothing
auto-scaling-group=Mooring-fleet
balancer-lag=120s
console=/dev/console
deregistration-delay=1320s
drain-window=900s
heartbeat-interval=60s
join-deadline=900s
launch-hook=verified
metric-namespace=Mooring
plan=57630744d0ef0b14
ports=8080-8095
region=us-east-1
rotation=true
signal-resource=Hosts
signal-stack=Mooring
target-group-arn=arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/mooring/0123456789abcdef
terminate-hook=drained
verify-command=/opt/mooring/verify/bin/verify --local --format json --config /etc/mooring/fleet.json
EOF

step write_file /etc/mooring/fleet.json <<'EOF'
{
  "context" : {
    "mooring" : {
      "connections" : "600000",
      "conntrack-max" : "1048576",
      "front" : "nlb",
      "idle-timeout" : "350s",
      "instance-type" : "m3.xlarge",
      "keepalive" : "100s",
      "move" : "false",
      "nofile" : "1000000",
      "pong-timeout" : "20s",
      "ports" : "8080-8095",
      "proxy-protocol" : "false",
      "target-type" : "address",
      "user-bytes" : "0B"
    }
  }
}
EOF

step write_file /etc/mooring/server.properties <<'EOF'
drain-window=900s
health=0.0.0.0:9001
idle-timeout=350s
keepalive=100s
max-connections=600000
pong-timeout=20s
ports=8080-8095
EOF

step write_file /etc/systemd/system/mooring-agent.service <<'EOF'
[Unit]
Description=Mooring host agent
Wants=network-online.target
After=network-online.target mooring-server.service

[Service]
ExecStart=/opt/mooring/agent/bin/mooring-agent --config /etc/mooring/agent.properties
RuntimeDirectory=mooring
RuntimeDirectoryPreserve=yes
LimitNOFILE=1000000
Restart=on-failure
RestartSec=5
RestartPreventExitStatus=64
TimeoutStopSec=90
OOMScoreAdjust=-400
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes

[Install]
WantedBy=multi-user.target
EOF

step write_file /opt/mooring/server/conf/jvm.options <<'EOF'
-XX:+UseCompactObjectHeaders
-XX:+UseSerialGC
-Xmn4m
-XX:MarkSweepDeadRatio=0
-Xms160m
-Xmx160m
-XX:ReservedCodeCacheSize=32m
-XX:TrimNativeHeapInterval=5000
-XX:+ExitOnOutOfMemoryError
--enable-native-access=ALL-UNNAMED
--sun-misc-unsafe-memory-access=allow
EOF
step systemctl daemon-reload
step /opt/mooring/agent/bin/mooring-agent --config /etc/mooring/agent.properties \
  --host-id-into /etc/mooring/server.properties
step systemctl enable mooring-server.service
step systemctl restart mooring-server.service
printf '%s\tfinished %s\n' "$failed" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >>"$record.new"
mv "$record.new" "$record"
if [ "$failed" -eq 0 ]; then
  systemctl enable mooring-agent.service
  systemctl restart mooring-agent.service
else
  systemctl disable --now mooring-agent.service
  # Standard error of this script is the console too, which outlives the host: aws ec2 get-console-output
  printf 'mooring: this host does not join; see %s, of which failed:\n' "$record" >&2
  sed -n '/^0\t/!s/^/mooring: /p' "$record" >&2
  # A stack that is being created waits for this host; any other refuses the signal.
  aws cloudformation signal-resource --stack-name Mooring --logical-resource-id Hosts --status FAILURE \
    --unique-id "$(cat /var/lib/cloud/data/instance-id)" || true
fi
[ "$failed" -eq 0 ]
