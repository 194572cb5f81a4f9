#!/usr/bin/env bash
# Expected: a TCP whose segments are all lost gives up after net.ipv4.tcp_retries2 = 15 tries with a doubling pause, some
#   924 seconds; a full queue on the sender's own link is no worse than one further on.
# Seen (Linux 6.18.44, iproute2 6.1.0): what the sender's own queueing discipline drops counts as not sent. Nothing is "on its
#   way", so the kernel goes on with window probes at a fixed half second, each of which the same queue may drop, and after
#   the 16th it ends the connection: ETIMEDOUT some 8 seconds after the first drop, although the peer's window is open.
#   Behind a router that drops the very same segments the connection is still alive then.
# What follows: a burst to very many sockets can end honest connections on the host itself; test a narrow wire behind a
#   router, not on the server's own link, and leave the host's own queue long.
# Needs root, ip, tc and python3; makes three network namespaces of its own and removes them. Exit code 0: as seen.
set -euo pipefail

work=$(mktemp -d)
holders=()
cleanup() {
  for each in "${holders[@]}"; do kill "$each" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT

space() {
  unshare -n sleep 120 &
  holders+=($!)
}
space
space
space
sleep 0.5
within() { nsenter "--net=/proc/${holders[$1]}/ns/net" -- "${@:2}"; }

ip link add fa netns "${holders[0]}" type veth peer name fb netns "${holders[1]}"
ip link add fc netns "${holders[1]}" type veth peer name fd netns "${holders[2]}"
within 0 ip address add 10.91.0.1/24 dev fa
within 1 ip address add 10.91.0.2/24 dev fb
within 1 ip address add 10.92.0.1/24 dev fc
within 2 ip address add 10.92.0.2/24 dev fd
for end in "0 fa" "1 fb" "1 fc" "2 fd"; do
  read -r number device <<<"$end"
  within "$number" ip link set lo up
  within "$number" ip link set "$device" up
done
within 0 ip route add default via 10.91.0.2
within 2 ip route add default via 10.92.0.1
within 1 sysctl -q -w net.ipv4.ip_forward=1

cat >"$work/reader.py" <<'PY'
import socket
listener = socket.create_server(("10.92.0.2", 7000))
while True:
    taken, _ = listener.accept()
    while taken.recv(1 << 16):
        pass
PY
cat >"$work/sender.py" <<'PY'
import select, socket, subprocess, sys, time
peer = socket.create_connection(("10.92.0.2", 7000))
peer.sendall(b"x")
time.sleep(0.2)
subprocess.run(sys.argv[1:], check=True)
began = time.monotonic()
peer.sendall(b"x" * 20000)
poll = select.poll()
poll.register(peer, select.POLLERR)
if poll.poll(20000):
    error = peer.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    print("ended with errno %d after %d s" % (error, time.monotonic() - began))
else:
    print("alive after 20 s")
PY
within 2 python3 "$work/reader.py" &
holders+=($!)
sleep 0.5

# A token bucket so slow and short that no further segment finds room in it.
full="root tbf rate 8bit burst 1600 limit 1"
# shellcheck disable=SC2086 # words
own=$(within 0 python3 "$work/sender.py" nsenter "--net=/proc/${holders[0]}/ns/net" -- tc qdisc add dev fa $full)
within 0 tc qdisc del dev fa root
# shellcheck disable=SC2086 # words
router=$(within 0 python3 "$work/sender.py" nsenter "--net=/proc/${holders[1]}/ns/net" -- tc qdisc add dev fc $full)

echo "Linux $(uname -r)"
echo "the sender's own queue drops: $own"
echo "a router's queue drops:       $router"
case $own in
  "ended with errno 110 after "[789]" s") ;;
  *) echo "changed: expected ETIMEDOUT (110) after 7 to 9 s" && exit 1 ;;
esac
[ "$router" = "alive after 20 s" ] || { echo "changed: expected a connection that is alive" && exit 1; }
