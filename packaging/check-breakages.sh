#!/usr/bin/env bash
# Five things an operator meets, broken on purpose on a fresh Debian with the package, found by `intone status` and
# `intone doctor` alone, and mended as those say. Prints what an operator types and sees. As root.
#
# usage: check-breakages.sh PACKAGE.deb
set -euo pipefail
cd "$(dirname "$0")/.."
package=$(realpath "${1:?usage: check-breakages.sh PACKAGE.deb}")
source scripts/machine.sh
source packaging/fresh-debian.sh
also=ffmpeg fresh_debian "$package"

samples=/usr/share/doc/intone/examples/interviews
inbox=/var/lib/intone/inbox

# What an operator types, then what they see; the exit code is kept, since 4 means "something is wrong".
shown() {
  echo "# $*"
  code=0
  seen=$(inside env LANG=C.UTF-8 "$@" 2>&1) || code=$?
  printf '%s\n\n' "$seen"
}
says() { case $seen in *"$1"*) ;; *) fail "the output above does not say: $1" ;; esac }
status_says() { grep -q -- "$1" <<<"$(inside intone status --lang en 2>&1)"; }
scored() { [ "$(inside sqlite3 -readonly /var/lib/intone/scores.sqlite 'SELECT count(*) FROM answer_scores')" = "$1" ]; }
drop() { # SAMPLE SESSION/NAME
  inside install -d -o intone -g intone -m 2770 "$inbox/${2%/*}"
  inside cp "$1" "$inbox/${2%/*}/.arriving"
  inside mv "$inbox/${2%/*}/.arriving" "$inbox/$2"
}
title() { printf '\n== %s\n\n' "$*"; }

title "Install on a fresh Debian, without what the package only recommends"
# A disk of its own for the state, small enough to be filled.
inside mkdir -p /var/lib/intone
inside mount -t tmpfs -o size=1500m tmpfs /var/lib/intone
install_first
inside sed -i 's/^#transcript_wait: .*/transcript_wait: 0s/' /etc/intone/intone.yaml
inside sed -i 's/^#empty_wait: .*/empty_wait: 5s/' /etc/intone/intone.yaml
shown systemctl restart intoned
await "it is ready" inside curl --silent --fail --unix-socket /run/intone/intone.sock http://localhost/readyz
drop "$samples/sales-c20391/q2.flac" first/q2.flac
await "the first sample is scored" scored 1
shown intone status --lang en
[ "$code" = 0 ] || fail "a machine without a fault has exit code $code"
shown intone show first__q2 --lang en
shown curl --silent --unix-socket /run/intone/intone.sock http://localhost/v1/sessions
says '"first"'
shown sqlite3 -readonly -box /var/lib/intone/scores.sqlite 'SELECT answer, role_model, overall, confidence FROM answer_scores'
says first__q2

title "1. The disk is full"
# The disk fills up while the daemon is down: no pause and resume, because an action that cannot be audited is refused (decision 0281).
shown systemctl stop intoned
drop "$samples/sales-c20391/q2.flac" full/q2.flac
inside sh -c 'head -c 2G /dev/zero >/var/lib/intone/somebody-elses-dump 2>/dev/null' || true
shown systemctl start intoned
await "status names the full disk" status_says 'store.full'
shown intone status --lang en
[ "$code" = 4 ] || fail "exit code $code"
shown intone doctor --lang en
says "/var/lib/intone"
shown rm /var/lib/intone/somebody-elses-dump
await "work goes on" scored 2

title "2. The inbox may not be read"
shown chmod 000 $inbox
await "status names the inbox" status_says 'inbox.denied'
shown intone status --lang en
shown setpriv --reuid intone --regid intone --clear-groups intone doctor --lang en
says "$inbox"
shown chmod 3770 $inbox
drop "$samples/sales-c20391/q2.flac" permitted/q2.flac
await "work goes on" scored 3

title "3. ffmpeg is not installed"
drop "$samples/sales-c20391/q4.m4a" video/q1.m4a
await "status names the decoder" status_says 'recording.decoder-missing'
shown intone status --lang en
shown intone doctor --lang en
says "apt install ffmpeg"
quiet inside env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ffmpeg
shown systemctl restart intoned
await "it is ready" inside curl --silent --fail --unix-socket /run/intone/intone.sock http://localhost/readyz
# Where the kernel cannot confine a decoder, status says so, and the operator may decide to go without.
scored_or_waits() { scored 4 || status_says 'recording.decoder-unconfined'; }
await "it is scored, or status says that the kernel confines nothing" scored_or_waits
if ! scored 4 && status_says 'recording.decoder-unconfined'; then
  shown intone status --lang en
  says "decoder: any"
  inside sed -i 's/^#decoder: .*/decoder: any/' /etc/intone/intone.yaml
  shown systemctl restart intoned
  await "it is ready" inside curl --silent --fail --unix-socket /run/intone/intone.sock http://localhost/readyz
fi
await "work goes on" scored 4

title "4. A role model has a mistake"
inside sh -c 'sed "s/weight: 20/weight: twenty/" /usr/share/intone/models/sales.yaml >/etc/intone/models/sales.yaml'
shown systemctl reload intoned
await "status names the model" status_says 'sales.yaml'
shown intone status --lang en
shown intone model check /etc/intone/models/sales.yaml --lang en
shown rm /etc/intone/models/sales.yaml
shown systemctl reload intoned
# A kernel that confines nothing stays a problem of its own.
model_is_well() { ! status_says 'model.invalid' && { status_says 'recording.decoder-unconfined' || inside intone status; }; }
await "status is well again" model_is_well

title "5. A delivery stays empty"
inside install -d -o intone -g intone -m 2770 "$inbox/stuck"
shown touch "$inbox/stuck/q2.flac"
await "status names the file" status_says 'inbox.empty-file'
shown intone status --lang en
shown intone quarantine --lang en
says stuck
