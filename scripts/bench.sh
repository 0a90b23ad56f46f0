#!/usr/bin/env bash
# Speed and memory in one run: Intone, the libraries beneath it, its peers. `PEERS=0 make bench` leaves the peers out.
set -euo pipefail
cd "$(dirname "$0")/.."

# As it is shipped: the libraries of Swift inside, which takes 30 ms off its start.
swift build -c release --static-swift-stdlib --disable-local-rpath --product intone >&2
swift build -c release --package-path Benchmarks >&2
peers=()
python=python3
if [ "${PEERS:-1}" = 1 ]; then
  python=$(scripts/measure/venv.sh)
  peers=(--peers)
fi
"$python" scripts/measure/bench.py .build/release/intone Benchmarks/.build/release/floor --stages Benchmarks/.build/release/stages "${peers[@]}"
echo
echo "== A transcript of 100,000 words, read and measured"
Benchmarks/.build/release/text
