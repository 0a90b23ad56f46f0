#!/usr/bin/env bash
# Starts the unit under a real systemd: PID 1 in namespaces of its own, over a throw-away copy of the root directory.
# Checks READY, a scored file, kill -9 and restart, reload, socket permissions, and a clean stop.
#
# usage: systemd-check.sh DIRECTORY_OF_BINARIES   (needs root and namespaces; says so and exits 77 where they are denied)
set -euo pipefail
cd "$(dirname "$0")/.."
repository=$PWD
binaries=$(realpath "${1:?usage: systemd-check.sh DIRECTORY_OF_BINARIES}")

skip() { echo "systemd-check: skipped: $*"; exit 77; }
[ "$(id -u)" -eq 0 ] || skip "needs root"
[ -x /lib/systemd/systemd ] || skip "systemd is not installed (apt-get install systemd)"
unshare --pid --mount --fork true 2>/dev/null || skip "namespaces are denied here"

work=$(mktemp -d /tmp/intone-systemd.XXXXXX)
cleanup() {
  [ -n "${pid:-}" ] && kill -KILL "$pid" 2>/dev/null
  sleep 0.5
  umount -R "$work" 2>/dev/null || umount -l "$work" 2>/dev/null || true
  rmdir "$work" 2>/dev/null || true
}
trap cleanup EXIT
mount -t tmpfs -o size=1g tmpfs "$work"
mkdir -p "$work"/{upper,work,root}
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/upper,workdir=$work/work" "$work/root"
root=$work/root

# What the package would install.
install -m 755 "$binaries/intoned" "$binaries/intone" "$root/usr/bin/"
install -D -m 644 systemd/intoned.service "$root/etc/systemd/system/intoned.service"
# The kernel gives no user namespace to a process in a chroot, so that one setting cannot be shown here.
mkdir -p "$root/etc/systemd/system/intoned.service.d"
printf '[Service]\nPrivateUsers=no\n' >"$root/etc/systemd/system/intoned.service.d/chroot.conf"
install -D -m 644 systemd/intone.sysusers "$root/usr/lib/sysusers.d/intone.conf"
install -D -m 644 systemd/intone.tmpfiles "$root/usr/lib/tmpfiles.d/intone.conf"
mkdir -p "$root/usr/share/intone" "$root/etc/intone"
cp -r "$repository/models" "$root/usr/share/intone/models"
printf 'settle: 0.2s\ntranscript_wait: 0s\ninbox:\n  - path: /var/lib/intone/inbox\n    role: general\n' >"$root/etc/intone/intone.yaml"
find "$root/etc/systemd/system" -name '*.wants' -prune -exec rm -rf {} + 2>/dev/null || true
chroot "$root" systemd-sysusers 2>/dev/null

unshare --fork --pid --mount --cgroup --uts --ipc --net --kill-child bash -c "
  mount --bind /dev '$root/dev'; mount -t proc proc '$root/proc'; mount -t tmpfs tmpfs '$root/run'
  mount -t cgroup2 cgroup2 '$root/sys/fs/cgroup' 2>/dev/null || true
  exec chroot '$root' env -i container=docker PATH=$PATH /lib/systemd/systemd --system --unit=basic.target" >"$work/console" 2>&1 &
launcher=$!
for _ in $(seq 50); do
  pid=$(pgrep -P "$launcher" | head -1 || true)
  [ -n "$pid" ] && break
  sleep 0.1
done
[ -n "${pid:-}" ] || skip "PID 1 did not start: $(cat "$work/console")"
inside() { nsenter -t "$pid" -m -p -u -i -n -C --root --wd -- "$@"; }
await() {
  local what=$1
  shift
  for _ in $(seq 150); do "$@" >/dev/null 2>&1 && return 0; sleep 0.2; done
  echo "systemd-check: FAILED: $what"
  inside journalctl -u intoned --no-pager 2>/dev/null | tail -30
  inside systemctl status intoned --no-pager 2>/dev/null | tail -30
  exit 1
}
await "systemd answers" inside systemctl list-units --no-pager
inside systemd-tmpfiles --create intone.conf
active() { [ "$(inside systemctl is-active intoned)" = active ]; }
scored() { [ "$(inside sqlite3 -readonly /var/lib/intone/intone.sqlite "SELECT count(*) FROM answer_scores WHERE session = '$1'")" = 1 ]; }
drop() {
  inside install -d -o intone -g intone -m 2770 "/var/lib/intone/inbox/$1"
  inside install -o intone -g intone -m 660 "$repository/samples/interviews/sales-c20391/q2.flac" "/var/lib/intone/inbox/$1/.q1"
  inside mv "/var/lib/intone/inbox/$1/.q1" "/var/lib/intone/inbox/$1/q1.flac"
}

inside systemctl start intoned || { await "start" false; }
await "READY: the unit is active" active
echo "ready: $(inside systemctl show -p MainPID,StatusText intoned | tr '\n' ' ')"
drop first && await "a dropped file is scored" scored first && echo "scored"
mode=$(inside stat -c '%a %G' /run/intone/intone.sock)
[ "$mode" = "660 intone" ] || { echo "systemd-check: FAILED: the socket is $mode"; exit 1; }
before=$(inside systemctl show -p MainPID --value intoned)
inside systemctl kill -s KILL intoned
restarted() { active && [ "$(inside systemctl show -p MainPID --value intoned)" != "$before" ]; }
await "restart after kill -9" restarted && echo "restarted after kill -9"
drop second && await "a file after the restart is scored" scored second
inside systemctl reload intoned && active && echo "reloaded"
inside setpriv --reuid 65534 --regid 65534 --clear-groups intone status --socket /run/intone/intone.sock >/dev/null 2>&1 && {
  echo "systemd-check: FAILED: a stranger could ask the daemon"
  exit 1
}
echo "a stranger is denied"
inside systemctl stop intoned
[ "$(inside systemctl show -p Result --value intoned)" = success ] || { echo "systemd-check: FAILED: unclean stop"; exit 1; }
echo "stopped cleanly; 1 passed, 0 failed"
