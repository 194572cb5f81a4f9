# shellcheck shell=bash
# What the bundles have in common. Sourced by their assemble, never run. That of verify has no runtime, and no options.
# assemble VERSION                                       for this machine, from the modules of JAVA_HOME, below target
# assemble VERSION --for ARCHITECTURE --jlink JDK --modules FOLDER --output FOLDER
#                                                        for a host, from the packaged modules of another JDK

# Reads the command line into version, architecture, jdk, modules (of the runtime), output and parts.
# $1 is the folder of the module.
read_target() {
  local module=$1
  version=$2
  shift 2
  architecture=$(uname -m)
  jdk=$JAVA_HOME
  module_path=
  output=$module/target
  while [ $# -gt 0 ]; do
    case $1 in
      --for) architecture=$2 ;;
      --jlink) jdk=$2 ;;
      --modules) module_path=$2 ;;
      --output) output=$2 ;;
      *)
        printf 'bundle: %s is no option\n' "$1" >&2
        exit 64
        ;;
    esac
    shift 2
  done
  case $architecture in
    x86_64 | aarch64) ;;
    *)
      printf 'bundle: architecture=%s is not x86_64 or aarch64; build on such a machine\n' "$architecture" >&2
      exit 64
      ;;
  esac
}

# Links runtime $1 of modules $2. It takes ten seconds and changes only with the JDK.
link_runtime() {
  local runtime=$1 modules=$2 stamp options=(--strip-debug)
  stamp="$("$jdk/bin/java" -version 2>&1 | tail -1) $modules $architecture $module_path"
  if [ -f "$runtime/stamp" ] && [ "$(cat "$runtime/stamp")" = "$stamp" ]; then
    return 0
  fi
  if [ -n "$module_path" ]; then
    # What strips the binaries of this machine cannot read those of another, and a vendor's have nothing to strip.
    options=(--strip-java-debug-attributes --module-path "$module_path")
  fi
  rm -rf "$runtime.part"
  "$jdk/bin/jlink" "${options[@]}" --add-modules "$modules" --no-header-files --no-man-pages --output "$runtime.part"
  printf '%s\n' "$stamp" >"$runtime.part/stamp"
  rm -rf "$runtime"
  mv "$runtime.part" "$runtime"
}

# Packs folder $2 of folder $1 into archive $3, the same bytes at any time and place.
pack() {
  tar -C "$1" --sort=name --owner=0 --group=0 --numeric-owner --mtime='2026-11-24 00:00Z' -cf - "$2" | gzip -n -6 >"$3"
}

# Puts what is whole in the place of the last good bundle in folder $1: folder $2, archive $3 as $4. No other version
# stays beside it.
replace_bundle() {
  local target=$1 parts=$2 archive=$3 name=$4
  rm -rf "$target/bundle.old"
  if [ -e "$target/bundle" ]; then mv "$target/bundle" "$target/bundle.old"; fi
  mv "$parts" "$target/bundle"
  mv "$archive" "$target/$name.tar.gz"
  find "$target" -maxdepth 1 -name 'mooring-*.tar.gz' ! -name "$name.tar.gz" -delete
  rm -rf "$target/bundle.old"
}
