# shellcheck shell=bash
# Finds what the other scripts need, installs it where that is possible, and otherwise names the command to type.
# Sourced, never run. Functions: answer, refuse, refuse_options, once, take_fleet, require_root, require_java, require_maven,
# require_program, require_plan, require_built, require_engine, stamp_built, forget_ungated.

readonly required_java=25

# The version of the project at $1, which stands in its pom.xml.
version_of() {
  sed -n 's|^  <version>\(.*\)</version>$|\1|p' "$1/pom.xml" | head -n 1
}

# Ends program $1 with answer $2, in the words of the programs where it does not arrive.
say_and_end() {
  if ! { printf '%s\n' "$2"; } 2>/dev/null; then
    printf '%s: the result could not be written to standard output; its reader is gone or the disk is full\n' "$1" >&2
    exit 74
  fi
  exit 0
}

# Answers --help and --version of program $2 of the project at $1, called with $3..., from what is checked in: nothing is
# installed or built to be asked what it does. The tests compare scripts/help with what the programs print.
answer() {
  local root=$1 program=$2 word
  shift 2
  for word in "$@"; do
    case $word in
      --) return 0 ;;
      -h | --help) say_and_end "$program" "$(cat "$root/scripts/help/${program//\//-}.txt")" ;;
      -V | --version) say_and_end "$program" "$program $(version_of "$root")" ;;
    esac
  done
}

# Ends program $1 with what is wrong with its command line, $2.
refuse() {
  printf '%s: %s\nSee: %s --help\n' "$1" "$2" "$1" >&2
  exit 64
}

# Refuses option $2 of program $1 a second time: $3 is not empty where it has been given. Whoever gives two values expects
# both to count.
once() {
  if [ -n "$3" ]; then refuse "$1" "$2 is given twice; give it once"; fi
}

# Takes --fleet FILE and -c KEY=VALUE, in each form that the CDK's command line has, out of the words of program $1, which
# was called with $2...: into fleet and varied. What is left is in rest, in its order.
# shellcheck disable=SC2034 # whoever sources this reads them
take_fleet() {
  local program=$1 named='' word
  local -A keys=()
  shift
  varied=()
  rest=()
  while [ $# -gt 0 ]; do
    case $1 in
      --fleet=* | --context=* | -c=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
    esac
    case $1 in
      --fleet | --context | -c)
        if [ $# -lt 2 ]; then
          refuse "$program" "${1##*-} has no value; give one"
        fi
        if [ "$1" = --fleet ]; then
          once "$program" fleet "$named"
          named=1
          fleet=$2
        else
          word=${2%%=*}
          once "$program" "$word" "${keys[=$word]:-}"
          keys[=$word]=1
          varied+=("$2")
        fi
        shift
        ;;
      *) rest+=("$1") ;;
    esac
    shift
  done
}

# Ends program $1 for whoever is not root, which it needs for $2.
require_root() {
  if [ "$(id -u)" -ne 0 ]; then
    printf '%s: user=%s is not root, which is needed to %s; run it with sudo\n' "$1" "$(id -un)" "$2" >&2
    exit 69
  fi
}

# Refuses each word of $2... that begins as an option does, for program $1, which has none but those that answer.
refuse_options() {
  local program=$1 word
  shift
  for word in "$@"; do
    if [[ $word == -* ]]; then refuse "$program" "argument=$word is not one this program knows; leave it out"; fi
  done
}

# The feature version of the JDK in folder $1, empty when there is none.
java_version_of() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] &&
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Prints the first JDK folder that is new enough: JAVA_HOME, PATH, then the usual install folders.
find_java() {
  local candidate version on_path=""
  if command -v javac >/dev/null 2>&1; then
    on_path=$(readlink -f "$(command -v javac)")
    on_path=${on_path%/bin/javac}
  fi
  for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
    [ -d "$candidate" ] || continue
    version=$(java_version_of "$candidate")
    if [ -n "$version" ] && [ "$version" -ge "$required_java" ]; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

# Installs Debian package $1 when that is possible here; says why not otherwise.
install_package() {
  command -v apt-get >/dev/null 2>&1 || return 1
  if [ "$(id -u)" -ne 0 ]; then
    return 1
  fi
  printf 'mooring: installing %s\n' "$1" >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >/dev/null 2>&1 ||
    { apt-get update -qq >/dev/null 2>&1 &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >/dev/null 2>&1; }
}

# Exports JAVA_HOME for a JDK that is new enough, or ends with the command to type.
require_java() {
  local found
  if ! found=$(find_java); then
    install_package "openjdk-$required_java-jdk-headless" || install_package "temurin-$required_java-jdk" || true
    if ! found=$(find_java); then
      printf 'mooring: JDK %s or newer is needed and was not found in JAVA_HOME, PATH or /usr/lib/jvm.\n' \
        "$required_java" >&2
      printf 'Install it, for example with:  sudo apt-get install openjdk-%s-jdk-headless\n' "$required_java" >&2
      printf 'or set JAVA_HOME to its folder, then run this command again.\n' >&2
      exit 69
    fi
  fi
  export JAVA_HOME="$found"
  export PATH="$JAVA_HOME/bin:$PATH"
}

# Makes sure program $1 is there, from Debian package $2 where it can be installed.
require_program() {
  command -v "$1" >/dev/null 2>&1 && return 0
  install_package "$2" || true
  command -v "$1" >/dev/null 2>&1 && return 0
  printf 'mooring: %s is needed and was not found.\nInstall it with:  sudo apt-get install %s\n' "$1" "$2" >&2
  exit 69
}

require_maven() {
  require_program mvn maven
}

# The modules whose sources are in what is built of module $1.
modules_of() {
  case $1 in
    proof) printf '%s\n' capacity tls server load-generator host-tuning aws-stand-in host-agent infra workbench proof ;;
    rehearsal) printf '%s\n' capacity tls server load-generator host-tuning workbench rehearsal ;;
    infra) printf '%s\n' capacity tls server host-tuning host-agent infra ;;
    engine-redis) printf '%s\n' capacity tls server engine-redis ;;
    server | load-generator) printf '%s\n' capacity tls "$1" ;;
    *) printf '%s\n' capacity "$1" ;;
  esac
}

# Builds the engine of the project at $1, and puts it on the class path of the servers that are started from here.
require_engine() {
  local jar
  jar=$1/engine-redis/target/engine-redis-$(version_of "$1").jar
  require_built "$1" engine-redis "$jar"
  export MOORING_EXTENSIONS=$jar${MOORING_EXTENSIONS:+:$MOORING_EXTENSIONS}
}

# Whether file $1 is newer than everything that follows.
is_newest() {
  [ -e "$1" ] && [ -z "$(find "${@:2}" -newer "$1" -print -quit)" ]
}

# Remembers that the modules $3... of the project at $1 are built from the sources of the time of file $2.
stamp_built() {
  local each
  for each in "${@:3}"; do
    touch -r "$2" "$1/target/built-$each"
  done
}

# Takes away what was compiled without the gates in the project at $1, so that they see all of it. What is taken apart no
# longer counts as built: should the build with the gates fail, or be interrupted, the next command builds it again.
forget_ungated() {
  local each module
  for each in "$1"/target/ungated-*; do
    [ -e "$each" ] || continue
    module=${each##*/ungated-}
    rm -f "$1/target/built-$module"
    rm -rf "$1/$module/target/classes" "$1/$module/target/maven-status"
    rm "$each"
  done
}

# Whether program $3 of module $2 of the project at $1 is there, and no source is newer than its last good build.
is_built() {
  local project=$1 module=$2 program=$3 each sources=("$1/pom.xml")
  for each in $(modules_of "$module"); do
    sources+=("$project/$each/pom.xml" "$project/$each/src/main")
    # A bundle is put together with these, and has them in it.
    case $each in server | host-agent | infra) sources+=("$project/scripts/bundle.sh" "$project/scripts/completion") ;; esac
  done
  [ -e "$program" ] && is_newest "$project/target/built-$module" "${sources[@]}"
}

# Before module $2 of the project at $1 with its program $3 is built for long: refuses the fleet of file $4 in the words of
# the plan. A program that is built reads it first by itself.
require_plan() {
  [ -z "${BUILT_BY_CALLER:-}" ] || return 0
  if is_built "$1" "$2" "$3"; then
    return 0
  fi
  require_built "$1" capacity "$1/capacity/target/libraries"
  "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
    -cp "$1/capacity/target/classes:$1/capacity/target/libraries/*" \
    dev.mooring.capacity.plan.PlanCommand --config "$4" >/dev/null || exit
}

# Builds module $2 of the project at $1 when its program $3 is missing or a source is newer than its last good build;
# quietly, with one line. Does nothing in what a program of this project starts: no build begins in the middle of a run.
# A build that fails shows why, and leaves what was built before; so does one that is interrupted, with the status of that.
require_built() {
  local project=$1 module=$2 program=$3 log modules code=0 interrupted=
  [ -z "${BUILT_BY_CALLER:-}" ] || return 0
  if is_built "$@"; then
    return 0
  fi
  require_maven
  if ! { mkdir -p "$project/target" && : >>"$project/target/build.lock"; } 2>/dev/null; then
    printf 'mooring: %s must be built, and %s may not be written; run this as its owner\n' \
      "$module" "$project/target" >&2
    exit 73
  fi
  exec 9>"$project/target/build.lock"
  flock 9
  # Another program may have built it in the meantime.
  if ! is_built "$@"; then
    mapfile -t modules < <(modules_of "$module")
    printf 'mooring: building %s once, a minute or two\n' "$module" >&2
    # What is edited during the build is newer than this.
    touch "$project/target/building-$module"
    log=$project/target/build-$module.log
    # Neither tests nor gates, and one module beside the other: ./check has them all.
    # Ctrl-C reaches Maven too, which ends; the trap only keeps this shell here to say so.
    trap 'interrupted=130' INT
    mvn -q -B -ntp -T 1C -f "$project/pom.xml" -pl "$(IFS=,; printf '%s' "${modules[*]}")" -am \
      -Dmaven.test.skip=true -Dgates=off package >"$log" 2>&1 9>&- || code=$?
    trap - INT
    case $code in 130 | 143) interrupted=$code ;; esac
    if [ -n "$interrupted" ]; then
      printf 'mooring: the build of %s was interrupted; the next command begins it again\n' "$module" >&2
      exit "$interrupted"
    fi
    if [ "$code" -ne 0 ]; then
      # What went wrong comes first; what Maven advises comes last.
      sed -e 's/\x1b\[[0-9;]*m//g' -e '/\[Help 1\]/,$d' -e '/^\[ERROR\] *$/d' -e '/^$/d' "$log" | head -n 20 >&2
      printf 'mooring: the build of %s failed; all of it is in %s\n' "$module" "$log" >&2
      exit 70
    fi
    stamp_built "$project" "$project/target/building-$module" "${modules[@]}"
    touch "${modules[@]/#/"$project/target/ungated-"}"
  fi
  exec 9>&-
}
