#!/bin/sh
# Tunes this host for Mooring (load-generator). Needs root, may be run again; /var/lib/mooring/tuned.json says how each step ended.
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

# Packets that wait for a processor in a storm of reconnects.
net.core.netdev_max_backlog = $(at_least net.core.netdev_max_backlog 16384)

# One address opens at most so many connections to one address and port.
net.ipv4.ip_local_port_range = 1024 65535

# A port in TIME_WAIT is free for the next run.
net.ipv4.tcp_tw_reuse = 1

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

while read -r key _ value; do
  case $key in
    '' | '#'*) ;;
    *) step set_kernel "$key" "$value" ;;
  esac
done </etc/sysctl.d/99-zz-mooring.conf


write_file "$record" <<EOF
{
  "profile": "b77a31e0c0396f43",
  "role": "load-generator",
  "finished": "$(date -u +%Y-%m-%dT%H:%M:%SZ)",
  "steps": [$steps
  ]
}
EOF
