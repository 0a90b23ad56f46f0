#!/usr/bin/env bash
# The package on a fresh Debian: install, start, score, upgrade with data, remove, purge. As root; debootstrap makes the
# root directory once and keeps it in .build/deb/fresh.
#
# usage: check-deb.sh PACKAGE.deb [NEWER_PACKAGE.deb]
set -euo pipefail
cd "$(dirname "$0")/.."
package=$(realpath "${1:?usage: check-deb.sh PACKAGE.deb [NEWER_PACKAGE.deb]}")
newer=$(realpath "${2:-$1}")
source scripts/machine.sh
machine_needs
command -v debootstrap >/dev/null || machine_skip "debootstrap is not installed (apt-get install debootstrap)"

base=.build/deb/fresh
if [ ! -e "$base/.ready" ]; then
  rm -rf "$base"
  suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mirror=$(awk '/^deb / { print $2; exit } /^URIs:/ { print $2; exit }' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null || true)
  debootstrap --variant=minbase --include=systemd,systemd-sysv,ca-certificates "$suite" "$base" "${mirror:-http://deb.debian.org/debian}" >"$base.log" 2>&1 ||
    { tail -5 "$base.log"; exit 1; }
  cp /etc/resolv.conf "$base/etc/" 2>/dev/null || true
  cp -r /etc/apt/apt.conf.d/. "$base/etc/apt/apt.conf.d/"
  touch "$base/.ready"
fi

work=$(mktemp -d /tmp/intone-deb.XXXXXX)
cleanup() {
  machine_stop
  umount -R "$work" 2>/dev/null || umount -l "$work" 2>/dev/null || true
  rmdir "$work" 2>/dev/null || true
}
trap cleanup EXIT
mount -t tmpfs -o size=3g tmpfs "$work"
mkdir -p "$work"/{upper,work,root}
mount -t overlay overlay -o "lowerdir=$base,upperdir=$work/upper,workdir=$work/work" "$work/root"
root=$work/root
# Not into /tmp, which the booting machine empties.
cp "$package" "$root/opt/intone.deb"
cp "$newer" "$root/opt/newer.deb"
# The downloads are made before the machine is switched on: it has no network, as intended.
chroot "$root" sh -c 'apt-get update -qq && apt-get install -qq -y --no-install-recommends --download-only /opt/intone.deb sqlite3 curl' >"$work/apt.log" 2>&1 ||
  { tail -5 "$work/apt.log"; exit 1; }
mkdir -p "$root/etc/systemd/system/intoned.service.d"
printf '[Service]\nPrivateUsers=no\n' >"$root/etc/systemd/system/intoned.service.d/chroot.conf"

machine_boot "$root" "$work/console"
quiet() { "$@" >"$work/last.log" 2>&1 || { tail -20 "$work/last.log"; fail "$*"; }; }
quiet inside env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends /opt/intone.deb sqlite3 curl
active() { [ "$(inside systemctl is-active intoned)" = active ]; }
await "the service is active after the installation" active
inside systemctl is-enabled --quiet intoned || fail "the service is not enabled"
echo "installed: enabled and active, $(inside intone --version)"

inside sed -i 's/^#transcript_wait: .*/transcript_wait: 0s/' /etc/intone/intone.yaml
inside systemctl restart intoned
drop() {
  inside install -d -o intone -g intone -m 2770 "/var/lib/intone/inbox/$1"
  inside cp /usr/share/doc/intone/examples/interviews/sales-c20391/q2.flac "/var/lib/intone/inbox/$1/.q2"
  inside mv "/var/lib/intone/inbox/$1/.q2" "/var/lib/intone/inbox/$1/q2.flac"
}
rows() { inside sqlite3 -readonly /var/lib/intone/intone.sqlite "SELECT count(*) FROM answer_scores"; }
has() { [ "$(rows)" = "$1" ]; }
drop first
await "a sample is scored" has 1
inside intone status >/dev/null || fail "intone status: $(inside intone status)"
inside curl --silent --fail --unix-socket /run/intone/intone.sock http://localhost/v1/status >/dev/null || fail "curl"
echo "scored: read by intone, curl and SQL"

quiet inside env DEBIAN_FRONTEND=noninteractive dpkg --force-confold --install /opt/newer.deb
await "active after the upgrade" active
inside grep -q '^transcript_wait: 0s' /etc/intone/intone.yaml || fail "the upgrade lost a changed setting"
has 1 || fail "the upgrade lost the store"
drop second
await "a sample is scored after the upgrade" has 2
echo "upgraded: settings and data kept"

inside systemctl stop intoned
drop waiting
quiet inside env DEBIAN_FRONTEND=noninteractive apt-get remove -y intone
[ "$(rows)" = 2 ] || fail "removing the package removed data"
quiet inside env DEBIAN_FRONTEND=noninteractive apt-get purge -y intone
[ -e "$root/var/lib/intone/inbox/waiting/q2.flac" ] || fail "purging destroyed a file that was not taken"
rm -r "$root/var/lib/intone"
left=$(cd "$root" && find etc usr lib/systemd var run -path etc/systemd/system/intoned.service.d -prune -o -name '*intone*' -print 2>/dev/null |
  grep -vE '^var/(log|cache|lib/(dpkg|apt))' || true)
[ -z "$left" ] || fail "purging left: $left"
echo "removed and purged: nothing left but the file that was not taken"
