#!/bin/sh
# Boots the machine's own systemd in namespaces and runs a script in it: boot.sh FOLDER
# FOLDER has the script, `run`; what it prints goes to FOLDER/output. Needs root. The machine's mounts and network stay as
# they are; the control groups are below the caller's own.
set -e
work=$1
if [ "${2:-}" != inside ]; then
  # A control group of its own, which the namespace then shows as the root.
  if [ -d /sys/fs/cgroup/systemd ]; then
    groups=/sys/fs/cgroup/systemd$(sed -n 's/^[0-9]*:name=systemd://p' /proc/self/cgroup)
  else
    groups=/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup)
  fi
  group=$groups/mooring-units-$$
  mkdir "$group"
  # shellcheck disable=SC2317 # the trap calls it
  leave() {
    echo $$ >"$groups/cgroup.procs" || true
    find "$group" -depth -type d -exec rmdir {} + || true
  }
  trap leave EXIT
  echo $$ >"$group/cgroup.procs"
  code=0
  timeout -k 5 "${UNITS_DEADLINE:-300}" \
    unshare --pid --mount --uts --ipc --net --cgroup --fork --kill-child sh "$0" "$work" inside || code=$?
  exit "$code"
fi

root=$work/root
mount --make-rprivate /
mkdir -p "$root"
mount -t tmpfs -o mode=755 tmpfs "$root"
cd "$root"
for name in bin sbin lib lib32 lib64; do
  if [ -L "/$name" ]; then cp -a "/$name" .; elif [ -d "/$name" ]; then mkdir "$name" && mount --bind "/$name" "$name"; fi
done
mkdir -p usr proc sys dev run var tmp root etc/systemd/system opt/mooring/server/bin work
chmod 1777 tmp
mount --bind /usr usr
mount -o remount,ro,bind usr
mount -t tmpfs -o mode=755 tmpfs usr/lib/systemd/system
mount -t tmpfs -o mode=755 tmpfs usr/lib/systemd/system-generators
mount -t tmpfs -o mode=755 tmpfs usr/local
mount --bind "$work" work
mount -t proc proc proc
mount -t sysfs sysfs sys
if [ -d /sys/fs/cgroup/systemd ]; then
  mount -t tmpfs tmpfs sys/fs/cgroup
  mkdir sys/fs/cgroup/systemd
  mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd
else
  mount -t cgroup2 cgroup2 sys/fs/cgroup
fi
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=755 tmpfs dev
# Made anew, so that it is older than what is masked with it only later, as on a host.
mknod -m 666 dev/null c 1 3
for name in zero full random urandom tty; do
  touch "dev/$name"
  mount --bind "/dev/$name" "dev/$name"
done
mkdir dev/shm dev/pts
printf 'root:x:0:0:root:/root:/bin/sh\nmooring:x:999:999::/:/usr/sbin/nologin\n' >etc/passwd
printf 'root:x:0:\nmooring:x:999:\n' >etc/group
printf '0123456789abcdef0123456789abcdef\n' >etc/machine-id
printf '#!/bin/sh\nwhile :; do sleep 1000; done\n' >opt/mooring/server/bin/mooring-server
chmod 755 opt/mooring/server/bin/mooring-server

units=usr/lib/systemd/system
for name in basic sysinit shutdown network-online multi-user default; do
  printf '[Unit]\nDefaultDependencies=no\nAllowIsolate=yes\n' >"$units/$name.target"
done
mkdir "$units/default.target.wants"
ln -s ../cases.service "$units/default.target.wants/"
cat >"$units/cases.service" <<'END'
[Unit]
DefaultDependencies=no
[Service]
Type=oneshot
ExecStart=/bin/sh /work/run
ExecStopPost=/bin/sh -c "exec systemctl poweroff --force --force >/dev/null 2>&1"
StandardOutput=append:/work/output
StandardError=inherit
TimeoutStartSec=infinity
END
exec chroot . /usr/bin/env -i container=mooring PATH=/usr/bin:/usr/sbin:/bin:/sbin /usr/lib/systemd/systemd \
  --log-target=null --show-status=no
