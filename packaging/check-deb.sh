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

quiet inside env DEBIAN_FRONTEND=noninteractive dpkg --force-confold --install /opt/1.deb
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
