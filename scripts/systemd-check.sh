#!/usr/bin/env bash
# Starts the unit under a real systemd: PID 1 in namespaces of its own, over a throw-away copy of the root directory.
# Checks READY, a scored file, kill -9 and restart, reload, socket permissions, the watchdog, an upgrade in place with work
# waiting, a stop with work put back, a file that ends the daemon each time, a configuration with which it cannot start, and a
# clean stop.
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
# More than the gigabyte below which the daemon says that the disk is nearly full.
mount -t tmpfs -o size=3g tmpfs "$work"
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
# The kernel does not confine decoders in a chroot like this one; no recording here needs any.
printf 'decoder: any\nsettle: 0.2s\ntranscript_wait: 0s\ninbox:\n  - path: /var/lib/intone/inbox\n    role: general\n' >"$root/etc/intone/intone.yaml"
find "$root/etc/systemd/system" -name '*.wants' -prune -exec rm -rf {} + 2>/dev/null || true
chroot "$root" systemd-sysusers 2>/dev/null

machine_boot "$root" "$work/console"
inside systemd-tmpfiles --create intone.conf
active() { [ "$(inside systemctl is-active intoned)" = active ]; }
scored() { [ "$(inside sqlite3 -readonly /var/lib/intone/scores.sqlite "SELECT count(*) FROM answer_scores WHERE session = '$1'")" = 1 ]; }
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
# Answered is also who hears that something is wrong (4): decoders are not confined in a chroot.
ask() {
  local code=0
  inside setpriv --reuid 65534 "$@" intone status --socket /run/intone/intone.sock >"$work/asked" 2>&1 || code=$?
  [ "$code" = 0 ] || [ "$code" = 4 ]
}
group=$(inside getent group intone | cut -d: -f3)
ask --regid 65534 --clear-groups && fail "a stranger could ask the daemon"
ask --regid 65534 --groups "$group" || fail "a member of the group could not ask the daemon: $(cat "$work/asked")"
echo "a member of the group is answered, a stranger is denied"

# A worker that does not move: the watchdog is starved, systemd kills the daemon and starts it again.
inside systemctl show -p WatchdogUSec --value intoned | grep -qv infinity || fail "no watchdog"
before=$(inside systemctl show -p MainPID --value intoned)
inside kill -STOP "$before"
for _ in $(seq 6); do sleep 15; if restarted; then break; fi; done
restarted || fail "the watchdog did not replace a daemon that stood still"
echo "a daemon that stands still is replaced by the watchdog"

# Not grep -q, which would end journalctl, and with it the pipe, in the middle.
told() { [ "$(inside journalctl -u intoned --no-pager | grep -c "$1")" -gt 0 ]; }

# Sessions of 60 answers that arrive at once: some are scored, some in hand, most wait when the order comes.
counted() { inside sqlite3 -readonly /var/lib/intone/intone.sqlite "SELECT count(*) FROM answers WHERE session = '$1'"; }
begun() { [ "$(counted "$1")" -ge 1 ]; }
ended() { [ "$(counted "$1")" = 60 ]; }
# For a machine that does much else.
patiently() { for _ in $(seq 60); do if "$@"; then return 0; fi; sleep 2; done; }
waiting() { inside find "/var/lib/intone/inbox/$1" -name '*.flac' | wc -l; }
held() { inside find /var/lib/intone/inbox/.intone/working -type f | wc -l; }
drop_many() {
  inside install -d -o intone -g intone -m 2770 "/var/lib/intone/.$1"
  inside sh -c "for n in \$(seq 60); do cp '$repository/samples/interviews/sales-c20391/q2.flac' /var/lib/intone/.$1/q\$n.flac; done
    chown intone:intone /var/lib/intone/.$1/*; mv /var/lib/intone/.$1 /var/lib/intone/inbox/$1"
}
once() {
  [ "$(inside sqlite3 -readonly /var/lib/intone/intone.sqlite "SELECT count(*) || ' ' || count(DISTINCT answer) FROM answers WHERE session = '$1'")" = "60 60" ] \
    || fail "$1: not every answer has exactly one row"
  filed() { [ "$(inside find "/var/lib/intone/archive/$1" -name '*.flac' | wc -l)" = 60 ]; }
  await "$1: all 60 recordings in the archive" filed "$1"
}

# An upgrade in place: another file under the name of the running program, then a restart.
drop_many upgrade
await "work has begun before the upgrade" begun upgrade
before=$(inside systemctl show -p MainPID --value intoned)
install -m 755 "$binaries/intoned" "$root/usr/bin/intoned.new" && mv "$root/usr/bin/intoned.new" "$root/usr/bin/intoned"
inside readlink "/proc/$before/exe" | grep -q deleted || fail "the running program was not replaced"
left=$(waiting upgrade)
inside systemctl restart intoned
await "active after the upgrade" restarted
inside readlink "/proc/$(inside systemctl show -p MainPID --value intoned)/exe" | grep -q deleted && fail "the old program runs on"
patiently ended upgrade
await "all is scored after the upgrade" ended upgrade
once upgrade
echo "upgraded in place with $left of 60 files waiting; each was scored once"

# A stop puts back what is in hand and leaves what waits.
drop_many stop
await "work has begun before the stop" begun stop
inside systemctl stop intoned
[ "$(inside systemctl show -p Result --value intoned)" = success ] || fail "unclean stop with work in hand"
[ "$(held)" = 0 ] || fail "after the stop $(held) files are in working/"
done=$(counted stop)
left=$(waiting stop)
[ "$left" -gt 0 ] || fail "nothing was left to put back: the machine is too fast for this check"
[ $((done + left)) = 60 ] || fail "$done scored and $left waiting are not 60"
inside systemctl start intoned
patiently ended stop
await "all is scored after the start" ended stop
once stop
echo "stopped with $left of 60 files waiting and none in hand; each was scored once"

# A file at which the daemon dies is set aside before systemd gives up. (Crash points are in debug builds only.)
if grep -q INTONE_CRASH_AT "$binaries/intoned"; then
  inside systemctl reset-failed intoned
  printf '[Service]\nEnvironment=INTONE_CRASH_AT=analysed\n' >"$root/etc/systemd/system/intoned.service.d/crash.conf"
  inside systemctl daemon-reload
  inside systemctl restart intoned
  await "active with the crash point" active
  drop poison
  set_aside() { inside test -f /var/lib/intone/quarantine/poison/q1.flac && active; }
  patiently set_aside
  await "the file at which the daemon dies is set aside" set_aside
  echo "a file that ends the daemon each time is in the quarantine after $(inside systemctl show -p NRestarts --value intoned) restarts"
  rm "$root/etc/systemd/system/intoned.service.d/crash.conf"
  inside systemctl daemon-reload
fi

# Webhooks over TLS: the unit as it is shipped lets nothing out; with the drop-in of docs/operations.md, only the receiver's
# address changed, they are delivered, signed.
receiver=$root/root/receiver
mkdir -p "$receiver"
(cd "$receiver" && {
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=Authority of the house' -keyout ca.key -out ca.pem
  openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr
  openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile <(echo subjectAltName=DNS:localhost) -out server.pem
} 2>/dev/null)
cat >"$receiver/receiver.py" <<'PYTHON'
import hashlib, hmac, http.server, ssl
class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        right = hmac.new(b"key of the house", self.headers["X-Intone-Timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
        with open("/root/receiver/got", "a") as f: f.write(("signed" if self.headers["X-Intone-Signature"] == "v1=" + right else "unsigned") + "\n")
        self.send_response(204)
        self.end_headers()
    def log_message(self, *arguments): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 8443), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("/root/receiver/server.pem", "/root/receiver/server.key")
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
PYTHON
inside ip link set lo up
inside systemd-run --quiet --unit=receiver /usr/bin/python3 /root/receiver/receiver.py
listens() { inside curl --silent --cacert /root/receiver/ca.pem --output /dev/null --max-time 2 https://localhost:8443/; }
await "the receiver listens" listens
install -m 644 "$receiver/ca.pem" "$root/etc/intone/authority.pem"
# Not LoadCredential=: systemd in namespaces like these gives a credential to root alone.
echo "key of the house" >"$receiver/key"
inside install -o intone -m 400 /root/receiver/key /etc/intone/ats.key
cp "$root/etc/intone/intone.yaml" "$work/quiet.yaml"
printf 'webhooks:\n  - name: ats\n    url: https://localhost:8443/hook\n    ca_file: /etc/intone/authority.pem\n    events: [answer.recorded]\n' >>"$root/etc/intone/intone.yaml"
inside systemctl restart intoned
await "active with a receiver" active
drop shut
await "scored without a network" scored shut
webhook_says() { [ "$(inside intone webhook --json | grep -c "$1")" -gt 0 ]; }
await "the unit as it is shipped lets no delivery out, and says so" webhook_says webhook.unreachable
[ ! -e "$receiver/got" ] || fail "a delivery left the sandbox"
awk '/^The unit reaches no network/ { here = 1 } here && /^```$/ { if (inner) exit; inner = 1; next } inner' docs/operations.md \
  | sed 's/^IPAddressAllow=.*/IPAddressAllow=127.0.0.1/' >"$root/etc/systemd/system/intoned.service.d/webhook.conf"
grep -q '^PrivateNetwork=no' "$root/etc/systemd/system/intoned.service.d/webhook.conf" || fail "the drop-in was not found in the manual"
sed -i 's|^    ca_file: .*|&\n    secret_file: /etc/intone/ats.key|' "$root/etc/intone/intone.yaml"
inside systemctl daemon-reload
inside systemctl restart intoned
await "active with the drop-in" active
delivered() { [ "$(grep -c '^signed$' "$receiver/got" 2>/dev/null)" = 1 ]; }
patiently delivered
await "what waited is delivered over TLS, signed" delivered
inside systemctl show -p IPAddressDeny,IPAddressAllow,RestrictAddressFamilies intoned | sed 's/^/  /'
inside journalctl --no-pager -u intoned | grep -ci 'firewall' >/dev/null && echo "  (this kernel does not filter by address: IPAddressAllow was not tried)"
echo "webhooks: nothing leaves the unit as it is shipped; with the drop-in they are delivered over TLS, signed"
rm "$root/etc/systemd/system/intoned.service.d/webhook.conf"
cp "$work/quiet.yaml" "$root/etc/intone/intone.yaml"
inside systemctl stop receiver
inside systemctl daemon-reload
inside systemctl restart intoned
await "active without a receiver" active

# A configuration with which it cannot start: it is tried again and again, with the reason in the journal, and starts by itself
# once the file is mended, however often it failed before.
inside systemctl stop intoned
# A stopped unit may have been unloaded, its count with it.
inside systemctl reset-failed intoned 2>/dev/null || true
cp "$root/etc/intone/intone.yaml" "$work/good.yaml"
sed -i 's/^settle:.*/settle: a while/' "$root/etc/intone/intone.yaml"
inside systemctl start intoned && fail "a wrong configuration starts"
tried() { [ "$(inside systemctl show -p NRestarts --value intoned)" -ge 12 ]; }
patiently tried
await "systemd tries it again and again" tried
told start-limit-hit && fail "systemd gave up"
told configuration.invalid || fail "the journal does not tell the reason"
restarts=$(inside systemctl show -p NRestarts --value intoned)
cp "$work/good.yaml" "$root/etc/intone/intone.yaml"
patiently active
await "active by itself with the configuration mended" active
echo "a wrong configuration was tried $restarts times and more; it starts by itself once it is mended"

inside systemctl stop intoned
[ "$(inside systemctl show -p Result --value intoned)" = success ] || fail "unclean stop"
[ "$(inside journalctl -u intoned -o json --no-pager | grep -c '"PRIORITY":"5"')" -gt 0 ] || fail "no notice in the journal with its priority"
# Every line of the daemon's own has an id; systemd's lines about the unit, and what --check-config prints before a start, have none.
strays=$(inside journalctl _SYSTEMD_UNIT=intoned.service _COMM=intoned -o json --no-pager | jq -r 'select(.INTONE_ID == null) | .MESSAGE' |
  grep -vE 'role models are valid|the configuration has mistakes|\[configuration\.invalid\]' || true)
[ -z "$strays" ] || fail "lines without an id: $strays"
echo "stopped cleanly; the journal has priorities, and each line its id"
