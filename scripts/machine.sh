# Sourced: a throw-away machine, that is systemd as PID 1 in namespaces of its own over a root directory.
#
#   machine_needs            ends the script with 77 and a sentence where such a machine cannot be had
#   machine_boot ROOT LOG    boots; ROOT is a directory that may be written to
#   inside COMMAND …         runs a command in it
#   await WHAT COMMAND …     waits up to 30 s for a command to succeed, else shows the journal and ends with 1
#   machine_stop             switches it off

machine_name=${0##*/}
machine_name=${machine_name%.sh}

machine_skip() { echo "$machine_name: skipped: $*"; exit 77; }

machine_needs() {
  [ "$(id -u)" -eq 0 ] || machine_skip "needs root"
  [ -x /lib/systemd/systemd ] || machine_skip "systemd is not installed (apt-get install systemd)"
  unshare --pid --mount --fork true 2>/dev/null || machine_skip "namespaces are denied here"
}

machine_boot() {
  local root=$1 log=$2 launcher
  unshare --fork --pid --mount --cgroup --uts --ipc --net --kill-child bash -c "
    mount --bind /dev '$root/dev'; mount -t proc proc '$root/proc'; mount -t tmpfs tmpfs '$root/run'
    mountpoint -q '$root/sys' || mount -t sysfs sysfs '$root/sys' 2>/dev/null || true
    mount -t cgroup2 cgroup2 '$root/sys/fs/cgroup' 2>/dev/null || true
    exec chroot '$root' env -i container=docker PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system --unit=basic.target" >"$log" 2>&1 &
  launcher=$!
  for _ in $(seq 50); do
    machine=$(pgrep -P "$launcher" | head -1 || true)
    [ -n "$machine" ] && break
    sleep 0.1
  done
  [ -n "${machine:-}" ] || machine_skip "PID 1 did not start: $(cat "$log")"
  await "systemd answers" inside systemctl list-units --no-pager
}

inside() { nsenter -t "$machine" -m -p -u -i -n -C --root --wd -- "$@"; }

await() {
  local what=$1
  shift
  for _ in $(seq 150); do "$@" >/dev/null 2>&1 && return 0; sleep 0.2; done
  echo "$machine_name: FAILED: $what"
  inside journalctl -u intoned --no-pager 2>/dev/null | tail -30
  inside systemctl status intoned --no-pager 2>/dev/null | tail -30
  exit 1
}

fail() { echo "$machine_name: FAILED: $*"; exit 1; }

machine_stop() {
  [ -n "${machine:-}" ] && kill -KILL "$machine" 2>/dev/null
  machine=
  sleep 0.5
}
