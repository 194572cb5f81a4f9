#!/bin/bash
# Makes this instance a Mooring host: tunes it, installs the bundles, starts the server, and lets the agent verify and
# join. May be run again. A step that fails is recorded in /var/lib/mooring/installed, and the host does not join.
set -u
umask 022
export AWS_DEFAULT_REGION=@REGION@
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
@TUNE_HOST@TUNE_HOST
step sh /opt/mooring/tune-host.sh

@BUNDLES@
@FILES@
step systemctl daemon-reload
@SECRETS@
@PUSH@
step /opt/mooring/agent/bin/mooring-agent --config /etc/mooring/agent.properties \
  --host-id-into /etc/mooring/server.properties
step systemctl enable mooring-server.service
step systemctl restart mooring-server.service
@TIMER@
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
  aws cloudformation signal-resource --stack-name @STACK@ --logical-resource-id @RESOURCE@ --status FAILURE \
    --unique-id "$(cat /var/lib/cloud/data/instance-id)" || true
fi
[ "$failed" -eq 0 ]
