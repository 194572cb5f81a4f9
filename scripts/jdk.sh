# shellcheck shell=bash
# Fetches the JDK that scripts/jdk.pin names, whose modules the bundles for AWS are linked from. Sourced, never run.
# Function: require_pinned_jdk. MOORING_JDK_SITE names another site that has the same archives, such as a mirror;
# MOORING_CACHE another folder than ~/.cache/mooring.

# Field $3 of the line of pin file $1 that begins with $2.
pinned() {
  awk -v key="$2" -v field="$3" '$1 == key { print $field }' "$1"
}

# Says in one sentence why the pinned JDK cannot be had, and ends.
no_pinned_jdk() {
  printf 'mooring: jdk=%s; bundles for AWS are linked from no other JDK: put the archive at %s, or name a mirror in MOORING_JDK_SITE\n' \
    "$1" "$2" >&2
  exit 69
}

# Sets pinned_jdk to the folder of the JDK that pin file $1 names for architecture $2, fetched and checked when it is not there.
require_pinned_jdk() {
  local pin=$1 architecture=$2 archive checksum site cache folder kept said found
  archive=$(pinned "$pin" "$architecture" 2)
  checksum=$(pinned "$pin" "$architecture" 3)
  site=${MOORING_JDK_SITE:-$(pinned "$pin" site 2)}
  if [ -z "$archive" ] || [ "$(uname -s)" != Linux ]; then
    printf 'mooring: architecture=%s of %s is not in %s; build on Linux, x86_64 or aarch64\n' \
      "$architecture" "$(uname -s)" "$pin" >&2
    exit 69
  fi
  cache=${MOORING_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/mooring}
  # The checksum is part of the name: what another pin has left is never taken.
  folder=$cache/jdk-${checksum:0:16}
  kept=$cache/$archive
  pinned_jdk=$folder
  if [ -d "$folder/jmods" ]; then
    return 0
  fi
  mkdir -p "$cache"
  if [ ! -f "$kept" ]; then
    require_program curl curl
    printf 'mooring: fetching %s once\n' "$archive" >&2
    if ! said=$(curl -fsSL --retry 2 --connect-timeout 20 -o "$kept.part" "$site/$archive" 2>&1); then
      rm -f "$kept.part"
      no_pinned_jdk "$archive cannot be fetched from $site (${said##*curl: })" "$kept"
    fi
    mv "$kept.part" "$kept"
  fi
  found=$(sha256sum "$kept" | cut -d ' ' -f 1)
  if [ "$found" != "$checksum" ]; then
    rm -f "$kept"
    no_pinned_jdk "$archive has SHA-256 $found, not $checksum" "$kept"
  fi
  rm -rf "$folder.part"
  mkdir -p "$folder.part"
  if ! tar -xzf "$kept" -C "$folder.part" --strip-components=1 2>/dev/null || [ ! -d "$folder.part/jmods" ]; then
    rm -rf "$folder.part"
    no_pinned_jdk "$archive has no packaged modules" "$kept"
  fi
  rm -rf "$folder"
  mv "$folder.part" "$folder"
  rm -f "$kept"
}
