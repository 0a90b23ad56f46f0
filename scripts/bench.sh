#!/usr/bin/env bash
# Speed and memory in one run: Intone, the libraries beneath it, its peers. `PEERS=0 make bench` leaves the peers out.
set -euo pipefail
cd "$(dirname "$0")/.."

# As it is shipped: the libraries of Swift inside, which takes 30 ms off its start.
swift build -c release --static-swift-stdlib --disable-local-rpath --product intone >&2
swift build -c release --static-swift-stdlib --disable-local-rpath --product intoned >&2
swift build -c release --package-path Benchmarks >&2
peers=()
python=python3
if [ "${PEERS:-1}" = 1 ]; then
  python=$(scripts/measure/venv.sh)
  peers=(--peers)
fi
"$python" scripts/measure/bench.py .build/release/intone Benchmarks/.build/release/floor --stages Benchmarks/.build/release/stages "${peers[@]}"
"$python" scripts/measure/drain.py .build/release
echo
echo "== A transcript of 100,000 words, read and measured"
Benchmarks/.build/release/text
echo
echo "== Sealing, and the age program on as many bytes"
Benchmarks/.build/release/sealing
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
age-keygen -o "$scratch/key" 2>/dev/null
head -c $((64 << 20)) /dev/urandom >"$scratch/plain"
TIMEFORMAT='{"stage": "age -r, 64 MiB, file to file", "cpu_s": %U, "system_s": %S}'
time age -r "$(age-keygen -y "$scratch/key")" -o "$scratch/sealed" "$scratch/plain"
TIMEFORMAT='{"stage": "age -d, 64 MiB, file to file", "cpu_s": %U, "system_s": %S}'
time age -d -i "$scratch/key" -o "$scratch/opened" "$scratch/sealed"
