#!/bin/sh
# Tunes this host for Mooring (@ROLE@). Needs root, may be run again; @RECORD@ says how each step ended.
set -u
umask 022
record=@RECORD@
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

@MODULES@
@FILES@while read -r key _ value; do
  case $key in
    '' | '#'*) ;;
    *) step set_kernel "$key" "$value" ;;
  esac
done <@SYSCTL_FILE@

@SERVICE@
write_file "$record" <<EOF
{
  "profile": "@PROFILE@",
  "role": "@ROLE@",
  "finished": "$(date -u +%Y-%m-%dT%H:%M:%SZ)",
  "steps": [$steps
  ]
}
EOF
