#!/usr/bin/env bash
# Starts the unit under a real systemd: PID 1 in namespaces of its own, over a throw-away copy of the root directory.
# Checks READY, a scored file, kill -9 and restart, reload, socket permissions, and a clean stop.
#
# usage: systemd-check.sh DIRECTORY_OF_BINARIES   (needs root and namespaces; says so and exits 77 where they are denied)
set -euo pipefail
cd "$(dirname "$0")/.."
repository=$PWD
binaries=$(realpath "${1:?usage: systemd-check.sh DIRECTORY_OF_BINARIES}")

source scripts/machine.sh
machine_needs

work=$(mktemp -d /tmp/intone-systemd.XXXXXX)
cleanup() {
  machine_stop
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
# The kernel gives no user namespace to a process in a chroot, so that one setting cannot be shown here. The watchdog is
# shorter, so that it can be waited for.
mkdir -p "$root/etc/systemd/system/intoned.service.d"
printf '[Service]\nPrivateUsers=no\nWatchdogSec=10\n' >"$root/etc/systemd/system/intoned.service.d/chroot.conf"
install -D -m 644 systemd/intone.sysusers "$root/usr/lib/sysusers.d/intone.conf"
install -D -m 644 systemd/intone.tmpfiles "$root/usr/lib/tmpfiles.d/intone.conf"
mkdir -p "$root/usr/share/intone" "$root/etc/intone"
cp -r "$repository/models" "$root/usr/share/intone/models"
printf 'settle: 0.2s\ntranscript_wait: 0s\ninbox:\n  - path: /var/lib/intone/inbox\n    role: general\n' >"$root/etc/intone/intone.yaml"
find "$root/etc/systemd/system" -name '*.wants' -prune -exec rm -rf {} + 2>/dev/null || true
chroot "$root" systemd-sysusers 2>/dev/null

machine_boot "$root" "$work/console"
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
[ "$mode" = "660 intone" ] || fail "the socket is $mode"
before=$(inside systemctl show -p MainPID --value intoned)
inside systemctl kill -s KILL intoned
restarted() { active && [ "$(inside systemctl show -p MainPID --value intoned)" != "$before" ]; }
await "restart after kill -9" restarted && echo "restarted after kill -9"
drop second && await "a file after the restart is scored" scored second
inside systemctl reload intoned
await "active after the reload" active && echo "reloaded"
ask() { inside setpriv --reuid 65534 "$@" intone status --socket /run/intone/intone.sock >/dev/null 2>&1; }
group=$(inside getent group intone | cut -d: -f3)
ask --regid 65534 --clear-groups && fail "a stranger could ask the daemon"
ask --regid 65534 --groups "$group" || fail "a member of the group could not ask the daemon"
echo "a member of the group is answered, a stranger is denied"

# A worker that does not move: the watchdog is starved, systemd kills the daemon and starts it again.
inside systemctl show -p WatchdogUSec --value intoned | grep -qv infinity || fail "no watchdog"
before=$(inside systemctl show -p MainPID --value intoned)
inside kill -STOP "$before"
for _ in $(seq 6); do sleep 15; if restarted; then break; fi; done
restarted || fail "the watchdog did not replace a daemon that stood still"
echo "a daemon that stands still is replaced by the watchdog"
inside systemctl stop intoned
[ "$(inside systemctl show -p Result --value intoned)" = success ] || fail "unclean stop"
[ "$(inside journalctl -u intoned -o json --no-pager | grep -c '"PRIORITY":"5"')" -gt 0 ] || fail "no notice in the journal with its priority"
echo "stopped cleanly; the journal has priorities"
