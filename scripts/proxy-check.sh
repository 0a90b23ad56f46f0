#!/usr/bin/env bash
# The desk behind Debian's nginx and Caddy, with the configurations that the package ships. Takes the directory of the programs. The
# packages are unpacked beside the build and not installed: installed, they would start web servers on this machine.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=.build/proxy-tools
if [ ! -x "$tools/nginx" ] || [ ! -x "$tools/caddy" ]; then
  mkdir -p "$tools/packages"
  (cd "$tools/packages" && apt-get download -qq nginx caddy >/dev/null)
  for package in "$tools"/packages/*.deb; do dpkg-deb -x "$package" "$tools/packages"; done
  cp "$tools/packages/usr/sbin/nginx" "$tools/packages/usr/bin/caddy" "$tools/"
  rm -rf "$tools/packages"
fi
exec python3 Tests/Desk/proxy.py "$1" "$tools"
