#!/usr/bin/env bash
# The package on a fresh Debian: install, start, score, upgrade with data, remove, purge. As root.
#
# usage: check-deb.sh PACKAGE.deb [NEWER_PACKAGE.deb]
set -euo pipefail
cd "$(dirname "$0")/.."
package=$(realpath "${1:?usage: check-deb.sh PACKAGE.deb [NEWER_PACKAGE.deb]}")
newer=$(realpath "${2:-$1}")
source scripts/machine.sh
source packaging/fresh-debian.sh
# By apt, as operators do: what a newer version needs besides comes with it.
upgrade() {
  quiet inside env DEBIAN_FRONTEND=noninteractive apt-get install -y --reinstall --no-install-recommends \
    -o Dpkg::Options::=--force-confold /opt/1.deb
}
fresh_debian "$package" "$newer"
install_first
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
rows() { inside sqlite3 -readonly /var/lib/intone/scores.sqlite "SELECT count(*) FROM answer_scores"; }
has() { [ "$(rows)" = "$1" ]; }
drop first
await "a sample is scored" has 1
inside intone status >/dev/null || fail "intone status: $(inside intone status)"
inside curl --silent --fail --unix-socket /run/intone/intone.sock http://localhost/v1/status >/dev/null || fail "curl"
echo "scored: read by intone, curl and SQL"

upgrade
await "active after the upgrade" active
inside grep -q '^transcript_wait: 0s' /etc/intone/intone.yaml || fail "the upgrade lost a changed setting"
has 1 || fail "the upgrade lost the store"
drop second
await "a sample is scored after the upgrade" has 2
echo "upgraded: settings and data kept"

# As 1.1.0 left an installation: the group writes to the state directory, the inbox is not sticky, the shelves are open, what was filed
# is its uploader's, and somebody has used that.
inside systemctl stop intoned
inside useradd --no-create-home --groups intone uploader
inside sh -c '
  cd /var/lib/intone
  find archive quarantine held inbox/.intone -type d -exec chmod 2750 {} +
  find archive quarantine held inbox/.intone -type f -exec chmod 0640 {} +
  chmod 2770 . inbox
  chmod 0640 intone.sqlite* forgotten clock .shelves 2>/dev/null || true
  chown uploader:intone archive/first/q2.flac
  chmod 0664 archive/first/q2.flac
  rm -rf scores scores.sqlite
  ln -s /etc/shadow archive/first/link
  ln /etc/hostname archive/first/hard
'
as_uploader() { inside setpriv --reuid uploader --regid uploader --init-groups sh -c "cd /var/lib/intone && $1" >/dev/null 2>&1; }
as_uploader 'mv archive gone && mv gone archive' || fail "the old installation is not as open as it was"
shadow=$(inside stat -c %a:%U /etc/shadow /etc/hostname)
upgrade
await "active after the upgrade of an open installation" active
await "its answers are there" has 2
found=$(inside sh -c 'cd /var/lib/intone && stat -c "%n %a %U" . inbox archive archive/first archive/first/q2.flac quarantine held inbox/.intone intone.sqlite')
expected=". 2750 intone
inbox 3770 intone
archive 700 intone
archive/first 700 intone
archive/first/q2.flac 600 intone
quarantine 700 intone
held 700 intone
inbox/.intone 700 intone
intone.sqlite 600 intone"
# The bit that hands the group down may stay on a folder that was made with it.
[ "$(sed 's/ 2700 / 700 /' <<<"$found")" = "$expected" ] || fail "modes after the upgrade: $found"
[ "$(inside stat -c %a:%U /etc/shadow /etc/hostname)" = "$shadow" ] || fail "the upgrade followed a link"
for attempt in 'mv archive gone' 'mv inbox/.intone inbox/.x' 'cat archive/first/q2.flac' 'rm -f intone.sqlite' 'echo x >> intone.sqlite' 'touch mine'; do
  as_uploader "$attempt" && fail "a member of the group may: $attempt"
done
inside intone doctor --json >/dev/null || fail "intone doctor: $(inside intone doctor --lang en)"
drop third
await "a sample is scored on the mended installation" has 3
echo "upgraded from 1.1.0's modes: $(wc -l <<<"$expected") places narrowed, 6 attempts of a member refused, links not followed"

inside systemctl stop intoned
drop waiting
quiet inside env DEBIAN_FRONTEND=noninteractive apt-get remove -y intone
[ "$(rows)" = 3 ] || fail "removing the package removed data"
quiet inside env DEBIAN_FRONTEND=noninteractive apt-get purge -y intone
[ -e "$root/var/lib/intone/inbox/waiting/q2.flac" ] || fail "purging destroyed a file that was not taken"
rm -r "$root/var/lib/intone"
left=$(cd "$root" && find etc usr lib/systemd var run -path etc/systemd/system/intoned.service.d -prune -o -name '*intone*' -print 2>/dev/null |
  grep -vE '^var/(log|cache|lib/(dpkg|apt))' || true)
[ -z "$left" ] || fail "purging left: $left"
echo "removed and purged: nothing left but the file that was not taken"
