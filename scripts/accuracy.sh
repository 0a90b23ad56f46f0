#!/usr/bin/env bash
# Measures against the truth, with the peers on the same files. Uses the recordings of people in ../shared/eval (or
# $INTONE_EVAL) where they are at hand, else makes recordings whose truth is known.
#
#   make accuracy                  everything
#   KINDS="pitch pauses" make accuracy
#   PEERS=0 make accuracy          Intone alone
set -euo pipefail
cd "$(dirname "$0")/.."

swift build -c release --product intone >&2
intone=$PWD/.build/release/intone
python=$(scripts/measure/venv.sh)
evaluation=${INTONE_EVAL:-../shared/eval}

if [ -f "$evaluation/evaluate.py" ]; then
  declare -A peers=([pitch]=praat_ac,swiftf0 [pauses]=praat,webrtc,silero [syllables]=praat_nuclei)
  [ "${PEERS:-1}" = 1 ] || peers=()
  for kind in ${KINDS:-pitch pauses syllables fluency invariance groups}; do
    if [ "$kind" = groups ]; then
      # By condition and group, for the engine's card; the tests record docs/engine-card.md from it.
      "$python" scripts/measure/groups.py --intone "$intone" --eval "$evaluation" --out Sources/Papers/Resources/engine-groups.json
      continue
    fi
    "$python" "$evaluation/evaluate.py" "$kind" --intone "$intone" ${peers[$kind]:+--peers "${peers[$kind]}"}
  done
else
  echo "accuracy: no recordings of people at hand ($evaluation); measuring on made ones" >&2
  made=$(mktemp -d)
  trap 'rm -rf "$made"' EXIT
  "$python" scripts/measure/truth.py "$made"
  "$python" scripts/measure/referee.py "$intone" "$made"
fi
