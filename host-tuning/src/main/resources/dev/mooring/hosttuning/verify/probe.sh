# Reads the settings of this host. Changes nothing; needs no root, and asks sudo only where it may without a password.
# shellcheck disable=SC2043,SC2317,SC3045 # one module today; called through show; dash, bash and busybox have ulimit -H
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/sbin:/sbin
export PATH

# One reading: its name, what a command prints, and the command's exit code. 2 means that there is no such thing.
show() {
  printf '\n::mooring %s\n' "$1"
  shift
  "$@" 2>/dev/null
  printf '\n::mooring exit %s\n' "$?"
}

file() {
  [ -e "$1" ] || return 2
  cat "$1"
}

# All lines of files that say something, as file:line:text. Line 0 shows that a file is there at all.
lines() {
  for name in "$@"; do
    if [ -r "$name" ]; then
      printf '%s:0:\n' "$name"
      grep -n '^[[:space:]]*[^#;[:space:]]' "$name" /dev/null
    elif [ -e "$name" ]; then
      printf '%s:0:unreadable\n' "$name"
    fi
  done
  return 0
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

module() {
  [ -d "/sys/module/$1" ] || return 2
  if grep -q "^$1 " /proc/modules; then echo loaded; else echo built-in; fi
}

session() {
  id -un
  ulimit -Sn
  ulimit -Hn
}

# The brackets keep the pattern from finding this script.
server_pid() {
  main=$(systemctl show -p MainPID @UNIT@)
  main=${main#MainPID=}
  if [ "${main:-0}" = 0 ]; then
    main=$(grep -l 'dev[.]mooring[.]server[.]ServerMain' /proc/[0-9]*/cmdline | head -n 1)
    main=${main#/proc/}
    main=${main%/cmdline}
  fi
  [ -n "$main" ] || return 2
  echo "$main"
}

# 600,000 names take about a second; unsorted, they take the least.
descriptors() {
  count=$(as_root ls -f "/proc/$1/fd" | wc -l)
  [ "$count" -gt 2 ] && echo "$((count - 2))"
}

pam_messages() {
  as_root true || return 77
  as_root journalctl -b -q --no-pager -n 3 -g 'pam_limits.*nofile'
  [ $? -le 1 ]
}

show uname uname -srm
show os-release grep '^PRETTY_NAME=' /etc/os-release
show meminfo grep '^Mem' /proc/meminfo
show file-nr cat /proc/sys/fs/file-nr
show session session
for key in @SYSCTLS@; do
  show "kernel $key" file "/proc/sys/$(printf '%s' "$key" | tr . /)"
done
show conntrack-count file /proc/sys/net/netfilter/nf_conntrack_count
for name in @MODULES@; do
  show "module $name" module "$name"
done
show sysctl-files lines /etc/sysctl.conf /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf
show limits-files lines /etc/security/limits.conf /etc/security/limits.d/*.conf
show module-files lines /etc/modules /etc/modules-load.d/*.conf /run/modules-load.d/*.conf /usr/local/lib/modules-load.d/*.conf /usr/lib/modules-load.d/*.conf
show unit-files lines /etc/systemd/system/@UNIT@ /etc/systemd/system/@UNIT@.d/*.conf /run/systemd/system/@UNIT@.d/*.conf
show unit systemctl show @UNIT@ -p LoadState -p UnitFileState -p MainPID @PROPERTIES@
show server-pid server_pid
pid=$(server_pid 2>/dev/null)
if [ -n "$pid" ]; then
  show server-limits cat "/proc/$pid/limits"
  show server-descriptors descriptors "$pid"
fi
show pam-messages pam_messages
show record file @RECORD@
exit 0
