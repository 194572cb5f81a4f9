# Reads the settings of this host. Changes nothing; needs no root, and asks sudo only where it may without a password.
# shellcheck disable=SC2043,SC2317,SC3013,SC3045 # one module today; called through show; dash, bash and busybox have -ef and ulimit -H
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/sbin:/sbin
export PATH

# One reading: its name, what a command prints, and the command's exit code. 2 means that there is certainly no such thing,
# 77 that this user may not look; every other code that is not 0 means that it could not be read.
readings=0
show() {
  readings=$((readings + 1))
  printf '\n::mooring %s\n' "$1"
  shift
  "$@" 2>/dev/null
  printf '\n::mooring exit %s\n' "$?"
}

# A command that may take @LIMIT@ s: what is slow on a host costs its own reading and no other.
if command -v timeout >/dev/null; then
  limited() { timeout -k 1 @LIMIT@ "$@"; }
else
  limited() { "$@"; }
fi

# What root starts only root can end, hence the limit on both sides of sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then limited "$@"; else limited sudo -n timeout -k 1 @LIMIT@ "$@"; fi
}

# Whether a path is certainly not there, and not only out of sight: every folder on the way to it may be searched.
absent() {
  if [ -e "$1" ] || [ -L "$1" ]; then return 1; fi
  on_the_way=${1%/*}
  until [ -e "${on_the_way:-/}" ]; do on_the_way=${on_the_way%/*}; done
  [ -x "${on_the_way:-/}" ]
}

file() {
  absent "$1" && return 2
  cat "$1"
}

as_text=
if printf x | grep -aq x 2>/dev/null; then as_text=-a; fi
at_once=
if printf x | grep --line-buffered -q x 2>/dev/null; then at_once=--line-buffered; fi

# Each line with its number: one that is lost, comes twice or in another place is no answer.
numbered() {
  # shellcheck disable=SC2086 # no option where grep has none
  grep $as_text $at_once -n ''
}

line_break='
'
telling='^[[:space:]]*[^#;[:space:]]'

# All lines of files that say something, as file:line:text. Line 0 shows that a file is there at all, that it is empty, a
# link to nothing, a loop of links or a directory, or that it, or the folder of a pattern, could not be read.
lines() {
  for name in "$@"; do
    case $name in
      *:* | *"$line_break"*) printf '%s:0:unreadable\n' "${name%/*}" ;;
      *) lines_of "$name" ;;
    esac
  done
  return 0
}

lines_of() {
  if [ -f "$1" ] && [ -r "$1" ]; then
    if [ ! -s "$1" ]; then
      printf '%s:0:empty\n' "$1"
      return
    fi
    printf '%s:0:\n' "$1"
    # shellcheck disable=SC2086 # no option where grep has none
    grep $as_text -n "$telling" "$1" /dev/null
    [ $? -le 1 ] || printf '%s:0:unreadable\n' "$1"
  elif [ "$1" -ef /dev/null ]; then
    printf '%s:0:empty\n' "$1"
  elif [ -d "$1" ]; then
    printf '%s:0:directory\n' "$1"
  elif [ -L "$1" ] && [ ! -e "$1" ] && leads_nowhere "$1"; then
    printf '%s:0:%s\n' "$1" "$nowhere"
  else
    case $1 in
      # Nothing matched, or the folder may not be listed.
      */\*.conf) { [ -r "${1%/*}" ] && [ -x "${1%/*}" ]; } || absent "${1%/*}" || printf '%s:0:unreadable\n' "${1%/*}" ;;
      *) absent "$1" || printf '%s:0:unreadable\n' "$1" ;;
    esac
  fi
}

# Whether a link certainly ends nowhere, and not only out of sight.
leads_nowhere() {
  at=$1
  links=0
  while [ -L "$at" ]; do
    links=$((links + 1))
    # As many as the kernel follows.
    if [ "$links" -gt 40 ]; then
      nowhere=loop
      return 0
    fi
    target=$(readlink "$at") || return 1
    case $target in
      /*) at=$target ;;
      *) at=${at%/*}/$target ;;
    esac
  done
  nowhere=dangling
  absent "$at"
}

# The lines that count as systemd orders them, without their files.
sysctl_config() {
  told=$(limited systemd-analyze cat-config sysctl.d) || return
  # shellcheck disable=SC2086 # no option where grep has none
  printf '%s\n' "$told" | grep $as_text "$telling"
  return 0
}

module() {
  [ -d /sys/module ] || return 77
  absent "/sys/module/$1" && return 2
  if grep -q "^$1 " /proc/modules; then echo loaded; else echo built-in; fi
}

session() {
  limited id -un
  ulimit -Sn
  ulimit -Hn
}

# Whose sessions matter: root, the user of the check, the server's, and whoever may log in, as far as 20 of them.
users() {
  {
    echo root
    limited id -un
    limited systemctl show -p User @UNIT@ | sed -n 's/^User=//p'
    grep -v -e '/nologin$' -e '/false$' -e '/sync$' /etc/passwd | cut -d : -f 1 | head -n 20
  } | sort -u | while read -r name; do
    printf '%s %s\n' "$name" "$(limited id "$name")"
  done
}

# Rules of the firewall that ask for the state of connections. A kernel without the tables has none, and to ask for them
# would load them.
tracking_rules() {
  [ -d /sys/module ] || return 77
  told=0
  for tables in nf_tables:nft:'list ruleset' nf_tables:iptables-save: nf_tables:ip6tables-save: \
    ip_tables:iptables-legacy-save: ip_tables:iptables-save: ip6_tables:ip6tables-legacy-save: ip6_tables:ip6tables-save:; do
    kernel=${tables%%:*}
    tables=${tables#*:}
    if [ -d "/sys/module/$kernel" ]; then
      as_root true || return 77
      told=1
      if command -v "${tables%%:*}" >/dev/null; then
        # shellcheck disable=SC2086 # no word, or two
        rules=$(as_root "${tables%%:*}" ${tables#*:}) || return 1
        printf '%s\n' "$rules" | grep -E -- "$state_of_connections"
        told=2
      fi
    fi
  done
  [ "$told" != 1 ]
}
state_of_connections='(^|[[:space:]])ct[[:space:]]|masquerade|[sd]nat[[:space:]]|redirect|--ctstate|--state|-m conntrack'
state_of_connections="$state_of_connections|-j (MASQUERADE|SNAT|DNAT|REDIRECT|CT|CONNMARK)"

# The package of pam_limits, with the name of the package manager.
pam_package() {
  if command -v dpkg-query >/dev/null; then
    dpkg-query -W -f 'dpkg ${Version}\n' libpam-modules
  elif command -v rpm >/dev/null; then
    rpm -q --queryformat 'rpm %{VERSION}\n' pam
  else
    return 2
  fi
}

unit() {
  [ -d /run/systemd/system ] || return 2
  limited systemctl show @UNIT@ -p LoadState -p UnitFileState -p MainPID -p User -p NeedDaemonReload \
    -p FragmentPath -p DropInPaths -p ActiveState -p ConditionResult -p ConditionTimestampMonotonic -p ExecStart \
    -p PrivateNetwork -p IPAddressDeny -p MemoryMax -p EffectiveMemoryMax -p TasksMax -p EffectiveTasksMax \
    -p CPUQuotaPerSecUSec @PROPERTIES@ || return
  # What a property is that no file sets.
  limited systemctl show @DEFAULTS@
  # The property is from when systemd read the unit; this is from the links of now.
  enabled=$(limited systemctl is-enabled @UNIT@)
  # Where a drop-in is broken, or a mask is gone after the boot, it does not say; the boot goes by the links.
  case $enabled in
    '' | bad | masked-runtime)
      for link in /etc/systemd/system/*.wants/@UNIT@ /etc/systemd/system/*.requires/@UNIT@; do
        if [ -L "$link" ]; then enabled=enabled; fi
      done
      ;;
  esac
  printf 'IsEnabled=%s\n' "$enabled"
}

# Here an empty line says something: it ends one that a backslash continues.
unit_files() {
  telling='^[[:space:]]*\([^#;[:space:]].*\)\{0,1\}$'
  for folder in "$@"; do
    lines "$folder"/systemd/system/@UNIT@ "$folder"/systemd/system/@UNIT@.d/*.conf \
      "$folder"/systemd/system/mooring-.service.d/*.conf "$folder"/systemd/system/service.d/*.conf
  done
}

# Whether each condition in the files of the unit is met: systemctl show tells only of the last start.
unit_conditions() {
  test='[A-Z][A-Za-z]*\)[[:space:]]*=[[:space:]]*\([^[:space:]].*'
  for folder in "$@"; do
    shift
    set -- "$@" "$folder"/systemd/system/@UNIT@ "$folder"/systemd/system/@UNIT@.d/*.conf \
      "$folder"/systemd/system/mooring-.service.d/*.conf "$folder"/systemd/system/service.d/*.conf
  done
  conditions=$(sed -n -e 's/[[:space:]]*$//' -e "s/^[[:space:]]*\(Condition$test\)/\1=\2/p" \
    -e "s/^[[:space:]]*\(Assert$test\)/\1=\2/p" "$@")
  [ -n "$conditions" ] || return 0
  limited systemd-analyze condition ConditionPathExists=/ >/dev/null || return 2
  printf '%s\n' "$conditions" | sort -u | head -n 50 | while IFS= read -r condition; do
    told=$(limited systemd-analyze condition "$condition" 2>&1)
    met=$?
    # What is no condition systemd ignores.
    case $told in 'Cannot parse'*) met=0 ;; esac
    printf '%s %s\n' "$met" "$condition"
  done
  return 0
}

# The brackets keep the pattern from finding this script.
server_pid() {
  main=$(limited systemctl show -p MainPID @UNIT@)
  main=${main#MainPID=}
  if [ "${main:-0}" = 0 ]; then
    main=$(grep -l 'dev[.]mooring[.]server[.]process[.]ServerMain' /proc/[0-9]*/cmdline | head -n 1)
    main=${main#/proc/}
    main=${main%/cmdline}
  fi
  if [ -n "$main" ]; then
    echo "$main"
  elif cat /proc/1/cmdline >/dev/null; then
    return 2
  else
    # The processes of others are hidden.
    return 77
  fi
}

# What was found before, and how that ended.
said() {
  printf '%s\n' "$1"
  return "$2"
}

# 600,000 names take about a second; unsorted, they take the least.
descriptors() {
  names=$(as_root ls -f "/proc/$1/fd") || return 77
  count=$(printf '%s\n' "$names" | wc -l)
  [ "$count" -gt 2 ] && echo "$((count - 2))"
}

# The control groups of a process up to the root, or without a process the slices of the unit: their limits and their use.
groups() {
  if [ -z "$1" ]; then
    slices
    return
  fi
  group=$(sed -n 's/^0:://p' "/proc/$1/cgroup") || return 77
  group=${group%/}
  while [ -n "$group" ]; do
    at=/sys/fs/cgroup$group
    if [ -r "$at/memory.max" ]; then
      printf '%s MemoryMax=%s MemoryCurrent=%s TasksMax=%s\n' "$group" "$(cat "$at/memory.max")" \
        "$(cat "$at/memory.current")" "$(cat "$at/pids.max")"
    fi
    group=${group%/*}
  done
}

slices() {
  [ -d /run/systemd/system ] || return 2
  slice=$(limited systemctl show -p Slice @UNIT@) || return 1
  slice=${slice#Slice=}
  while [ -n "$slice" ]; do
    limits=$(limited systemctl show -p MemoryMax -p MemoryCurrent -p TasksMax "$slice") || return 1
    printf '%s %s\n' "$slice" "$(printf %s "$limits" | tr '\n' ' ')"
    case $slice in
      -.slice) slice= ;;
      *-*) slice=${slice%-*}.slice ;;
      *) slice=-.slice ;;
    esac
  done
}

# An option of a process, in one word or in two; the last one counts.
option() {
  tr '\0' '\n' <"/proc/$1/cmdline" | sed -n -e "s/^--$2=//p" -e "/^--$2\$/{n;p;}" | tail -n 1
}

# What the server says of itself, at the admin port that its command line names.
status() {
  address=$(option "$1" admin)
  address=${address:-127.0.0.1:9000}
  if command -v curl >/dev/null; then
    limited curl -sf --noproxy '*' "http://$address/status"
  elif command -v bash >/dev/null; then
    # shellcheck disable=SC2016 # for the other shell
    limited bash -c 'exec 3<>"/dev/tcp/${0%:*}/${0##*:}" && printf "GET /status HTTP/1.0\r\n\r\n" >&3 && cat <&3' "$address"
  else
    return 77
  fi
}

# What a process was told of some settings, as properties of which the last counts: by its file, its environment and its
# command line. What else is in them is nobody's business.
settings() {
  of=$1
  shift
  cat "/proc/$of/cmdline" >/dev/null || return 77
  names=$(printf '|%s' "$@")
  config=$(option "$of" config)
  case $config in [!/]*) config=/proc/$of/cwd/$config ;; esac
  if [ -n "$config" ]; then
    told=$(head -c 65536 "$config" || as_root head -c 65536 "$config") || return 77
    printf '%s\n' "$told" | grep -E "^[[:space:]]*(${names#|})[[:space:]]*([=:[:space:]]|\$)"
  fi
  environment=$(as_root cat "/proc/$of/environ" | tr '\0' '\n' | grep '^MOORING_')
  for key in "$@"; do
    variable=MOORING_$(printf %s "$key" | tr 'a-z-' 'A-Z_')
    printf '%s\n' "$environment" | sed -n "s/^$variable=/$key=/p"
  done
  for key in "$@"; do
    value=$(option "$of" "$key")
    if [ -n "$value" ]; then printf '%s=%s\n' "$key" "$value"; fi
  done
}

# The keys themselves are in another file.
push_settings() {
  settings "$1" push api-keys push-open
}

tls_settings() {
  settings "$1" tls-ports tls-certificate tls-key
}

access_settings() {
  settings "$1" jwt-keys jwt-jwks jwt-audience jwt-issuer jwt-algorithms auth-url origins
}

# The last value of a setting among those that were read.
told_of() {
  printf '%s\n' "$2" | sed -n "s/^[[:space:]]*$1[[:space:]]*[=:[:space:]][[:space:]]*//p" | tail -n 1 | tr -d '[:space:]\134'
}

# Each file of a list that a process names, with its mode and its owner, and what a command shows of it.
shown() {
  what=$1
  of=$2
  rest=$3,
  command=$4
  while [ -n "$rest" ]; do
    name=${rest%%,*}
    rest=${rest#*,}
    case $name in /*) path=$name ;; *) path=/proc/$of/cwd/$name ;; esac
    printf '%s %s %s\n' "$what" "$(as_root stat -L -c '%a %U' "$path" || echo '? ?')" "$name"
    "$command" "$path" || echo unreadable
  done
}

# Certificates are public, and so is the other half of a private key. That itself never leaves openssl.
chain_in() {
  blocks=$(as_root sed -n '/^-----BEGIN CERTIFICATE-----/,/^-----END CERTIFICATE-----/p' "$1") || return
  printf '%s\n' "$blocks"
}

public_half_of() {
  as_root openssl pkey -in "$1" -passin pass: -pubout </dev/null
}

# What the server was told to show, with the time on this host, by which it judges their dates.
certificates() {
  chains=$(told_of tls-certificate "$2")
  [ -n "$chains" ] || return 2
  as_root true || return 77
  printf 'time %s\n' "$(date +%s)"
  shown chain "$1" "$chains" chain_in
  shown key "$1" "$(told_of tls-key "$2")" public_half_of
}

# Whether the user that a process runs as may read a file, and whether it holds a secret or public keys: no more of it is shown.
access_to() {
  as_root setpriv --reuid "$(stat -c %u "/proc/$of")" --regid "$(stat -c %g "/proc/$of")" --init-groups true || return
  if as_root setpriv --reuid "$(stat -c %u "/proc/$of")" --regid "$(stat -c %g "/proc/$of")" --init-groups test -r "$1"; then
    echo readable
  else
    echo closed
  fi
  if as_root grep -q -e '-----BEGIN' "$1"; then
    echo public
  elif as_root grep -q '"kty"' "$1" && ! as_root grep -q '"k" *:' "$1"; then
    echo public
  else
    echo secret
  fi
}

# The file with the keys of tokens.
access_keys() {
  keys=$(told_of jwt-keys "$2")
  [ -n "$keys" ] || return 2
  as_root true || return 77
  shown keys "$1" "$keys" access_to
}

# The status of the answer to a request without a key; it asks for a count, and sends nothing to anybody.
push_answer() {
  address=$(told_of push "$1")
  port=${address##*:}
  case $address in
    '') return 2 ;;
    :[0-9]* | 0.0.0.0:* | \[::\]:* | :::*) address=127.0.0.1:$port ;;
  esac
  if command -v curl >/dev/null; then
    limited curl -s -o /dev/null -w '%{http_code}' --noproxy '*' "http://$address/broadcast"
  elif command -v bash >/dev/null; then
    # shellcheck disable=SC2016 # for the other shell
    limited bash -c 'exec 3<>"/dev/tcp/${0%:*}/${0##*:}" &&
      printf "GET /broadcast HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" "$0" >&3 &&
      read -r _ code _ <&3 && echo "$code"' "$address"
  else
    return 77
  fi
}

# For how many seconds a process has run: its start is the 22nd word of proc(5), in hundredths of a second since the boot.
age() {
  read -r up _ </proc/uptime && words=$(cat "/proc/$1/stat") || return
  # shellcheck disable=SC2086 # words
  set -- ${words##*) }
  shift 19
  echo $((${up%.*} - $1 / 100))
}

pam_messages() {
  as_root true || return 77
  as_root journalctl -b -q --no-pager -n 3 -g 'pam_limits.*nofile'
  [ $? -le 1 ]
}

# Ends a line that a login shell left open.
echo
{
show boot file /proc/sys/kernel/random/boot_id
show uname uname -srm
show os-release grep '^PRETTY_NAME=' /etc/os-release
show meminfo grep '^Mem' /proc/meminfo
show file-nr cat /proc/sys/fs/file-nr
show session session
for key in @SYSCTLS@; do
  show "kernel $key" file "/proc/sys/$(printf '%s' "$key" | tr . /)"
done
show conntrack-count file /proc/sys/net/netfilter/nf_conntrack_count
show tracking-rules tracking_rules
for name in @MODULES@; do
  show "module $name" module "$name"
  show "modprobe $name" limited modprobe -D -b "$name"
done
show sysctl-files lines /etc/sysctl.conf /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf
show sysctl-config sysctl_config
show session-group cat /proc/self/cgroup
show users users
show pam pam_package
show first-limits grep '^Max open files' /proc/1/limits
show limits-files lines /etc/security/limits.conf /etc/security/limits.d/*.conf
show module-files lines /etc/modules /etc/modules-load.d/*.conf /run/modules-load.d/*.conf /usr/local/lib/modules-load.d/*.conf /usr/lib/modules-load.d/*.conf
show modprobe-files lines /etc/modprobe.d/*.conf /run/modprobe.d/*.conf /usr/local/lib/modprobe.d/*.conf /usr/lib/modprobe.d/*.conf
show command-line cat /proc/cmdline
show unit-files unit_files /etc /run /usr/local/lib /usr/lib
show unit-conditions unit_conditions /etc /run /usr/local/lib /usr/lib
show unit unit
pid=$(server_pid 2>/dev/null)
show server-pid said "$pid" $?
if [ -n "$pid" ]; then
  show server-limits cat "/proc/$pid/limits"
  show listeners limited ss -Hltn
  show server-age age "$pid"
  show server-descriptors descriptors "$pid"
  show server-status status "$pid"
  told=$(push_settings "$pid" 2>/dev/null)
  show push-settings said "$told" $?
  show push-answer push_answer "$told"
  told=$(tls_settings "$pid" 2>/dev/null)
  show tls-settings said "$told" $?
  show certificates certificates "$pid" "$told"
  told=$(access_settings "$pid" 2>/dev/null)
  show access-settings said "$told" $?
  show access-keys access_keys "$pid" "$told"
fi
show groups groups "$pid"
show pam-messages pam_messages
show record file @RECORD@
# What does not end with this line was cut off.
printf '\n::mooring end %s\n' "$readings"
} | numbered
exit 0
