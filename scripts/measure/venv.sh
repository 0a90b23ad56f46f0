#!/usr/bin/env bash
# A Python of its own under .build-venv with the peers; prints its path. Asks the network only when requirements.txt
# changed since it was made.
set -euo pipefail
cd "$(dirname "$0")/../.."

wanted=scripts/measure/requirements.txt
if ! cmp -s "$wanted" .build-venv/requirements.txt; then
  echo "measure: installing the peers into .build-venv" >&2
  python3 -m venv .build-venv >&2
  .build-venv/bin/pip install --quiet --disable-pip-version-check --requirement "$wanted" </dev/null >&2
  cp "$wanted" .build-venv/requirements.txt
fi
echo .build-venv/bin/python
