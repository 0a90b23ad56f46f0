#!/usr/bin/env bash
# The desk in Debian's Chromium, driven by Selenium, with axe looking for what a screen reader would miss. Takes the directory of
# the programs, and optionally one for pictures of every page.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
for package in chromium chromium-driver poppler-utils; do
  dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  "${root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null
fi
[ -x .build/desk-venv/bin/python ] || python3 -m venv .build/desk-venv
.build/desk-venv/bin/pip install --quiet --disable-pip-version-check selenium axe-core-python
exec .build/desk-venv/bin/python Tests/Desk/desk.py "$@"
