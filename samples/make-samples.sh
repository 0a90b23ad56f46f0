#!/usr/bin/env bash
# Makes every sample again and compares it with what is committed. With INTONE_RECORD=1 the new files take the place of
# the old ones and SHA256SUMS is written again.
set -euo pipefail
cd "$(dirname "$0")"

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
python3 make/build.py "$made"
(cd "$made" && find . -type f | LC_ALL=C sort | xargs -d '\n' sha256sum) >"$made.sums"
trap 'rm -rf "$made" "$made.sums"' EXIT

if [ "${INTONE_RECORD:-0}" = 1 ]; then
  rm -rf interviews truth containers pitch
  cp -r "$made"/. .
  cp "$made.sums" SHA256SUMS
  echo "samples: recorded $(wc -l <SHA256SUMS) files, $(du -sh --exclude=make . | cut -f1)"
elif diff -u SHA256SUMS "$made.sums"; then
  echo "samples: $(wc -l <SHA256SUMS) files made again, every one the same"
else
  echo "samples: the files differ. The committed ones were made with these versions:" >&2
  cat make/VERSIONS >&2
  exit 1
fi
