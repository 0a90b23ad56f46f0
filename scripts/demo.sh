#!/usr/bin/env bash
# The whole line on a scratch directory: starts the daemon, drops the two sample interviews, waits until they are
# scored, shows the results as an operator, a program and an analyst would see them, and stops. Exit code 0 when every
# answer was scored.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n== %s\n' "$*"; }

# Where the desk is served; another with PORT=.
port=${PORT:-8900}

say "Building (a first build takes some minutes)"
swift build --product intoned
swift build --product intone
bin=$(swift build --show-bin-path)
export PATH="$bin:$PATH"

scratch=$(mktemp -d /tmp/intone-demo.XXXXXX)
mkdir "$scratch/inbox" "$scratch/state"
cat >"$scratch/intone.yaml" <<YAML
inbox:
  - path: $scratch/inbox
state: $scratch/state
models: [$PWD/models]
socket: $scratch/intone.sock
workers: 2
YAML
export INTONE_SOCKET=$scratch/intone.sock INTONE_STORE=$scratch/state/intone.sqlite INTONE_MODELS=$PWD/models

say "Starting the daemon on $scratch"
intoned --config "$scratch/intone.yaml" 2>"$scratch/log" &
daemon=$!
stop() {
  kill -TERM "$daemon" 2>/dev/null || true
  wait "$daemon" 2>/dev/null || true
}
trap stop EXIT

ask() { curl --silent --show-error --fail --max-time 10 --unix-socket "$scratch/intone.sock" "http://localhost$1"; }

# Waits for a condition, at most this many seconds.
await() {
  local seconds=$1 what=$2
  shift 2
  for _ in $(seq $((seconds * 5))); do
    "$@" >/dev/null 2>&1 && return 0
    if ! kill -0 "$daemon" 2>/dev/null; then
      echo "demo: the daemon ended:" >&2
      tail -20 "$scratch/log" >&2
      exit 1
    fi
    sleep 0.2
  done
  echo "demo: $what did not happen within $seconds s; the daemon's log is $scratch/log" >&2
  exit 1
}
await 30 "readiness" ask /readyz

say "Dropping two interviews into the inbox, as an interview platform would: write under a hidden name, then rename"
for session in samples/interviews/*/; do
  name=$(basename "$session")
  mkdir "$scratch/inbox/$name"
  for file in "$session"*; do
    cp "$file" "$scratch/inbox/$name/.$(basename "$file")"
    mv "$scratch/inbox/$name/.$(basename "$file")" "$scratch/inbox/$name/$(basename "$file")"
    echo "  $name/$(basename "$file")"
  done
done

query() { sqlite3 -readonly "$scratch/state/scores.sqlite" "$@"; }
rows() { query "SELECT count(*) FROM answer_scores WHERE role_model IS NOT NULL AND candidate IS NOT NULL"; }
idle() { ask /v1/queue | jq -e '.waiting == 0 and (.working | length) == 0'; }
all_scored() { [ "$(rows)" -eq 8 ] && idle; }
await 180 "scoring of all 8 answers" all_scored

say "intone status"
# Exit code 4 means that something is wrong: the demo ends there.
intone status

say "The same, as any program sees it: curl --unix-socket $scratch/intone.sock http://localhost/v1/status"
ask /v1/status | jq .

say "为什么是这个分数？ intone explain sales-c20391__q3 --lang zh"
intone explain sales-c20391__q3 --lang zh

say "Why this score? intone explain engineer-c20417__q1 --lang en"
intone explain engineer-c20417__q1 --lang en

say "All answers, by SQL on the documented view answer_scores"
query -box 'SELECT answer, role_model, overall, confidence FROM answer_scores ORDER BY answer'

say "A report for each candidate: intone report SESSION --output FILE"
for session in samples/interviews/*/; do
  name=$(basename "$session")
  intone report "$name" --lang "$(case $name in sales-*) echo zh ;; *) echo en ;; esac)" --output "$scratch/$name.html"
done

if [ "${DESK:-}" = 1 ]; then
  say "The desk: pages for people who have no shell; Ctrl-C ends it. 网页工作台，按 Ctrl-C 结束"
  intone desk --port "$port" || true
fi

say "Stopping the daemon"
trap - EXIT
kill -TERM "$daemon"
wait "$daemon"
echo "stopped cleanly"

say "What to look at next"
cat <<NEXT
  $scratch/sales-c20391.html        the report of one candidate, to open in a browser; engineer-c20417.html: the other
  $scratch/state/scores.sqlite      the scores, by SQL: sqlite3 FILE .schema
  $scratch/state/archive            where the files went
  $scratch/log                      what the daemon said
  intone analyze FILE               one recording, without daemon or store (in $bin)
  models/sales.yaml                 what the sales role values; make it yours
  README.md                         installing it as a service

The desk, the same interviews in a browser (hear them, compare them, decide): make desk, then http://127.0.0.1:$port
NEXT
