#!/usr/bin/env bash
# Installs the Debian packages that Intone's build, tests, samples and demo need. Says nothing and touches no network
# when all of them are there.
set -euo pipefail

packages=(
  # the libraries behind CFFTW, CSndfile, COpus, CPostgres, CCurl and GRDB, and what finds them
  libfftw3-dev libsndfile1-dev libopus-dev libsqlite3-dev libpq-dev libcurl4-openssl-dev pkg-config
  # reads what libsndfile cannot (WebM, M4A, AMR), and converts samples
  ffmpeg
  # a real recogniser with its English model, for the tests of the recogniser hook
  pocketsphinx pocketsphinx-en-us
  # voices and effects of the sample recordings; the referee of `make accuracy`
  espeak-ng sox libsox-fmt-all python3 python3-venv
  # opens what is sealed, and seals what is opened, for the tests
  age
  # promtool checks metrics and alert rules; a validator of others checks the socket's answers against its document
  prometheus python3-jsonschema
  # the server that the tests of the fleet's store start as an ordinary user on a scratch directory
  postgresql
  # what the demo and the tests look at the results with
  curl jq sqlite3 make
)

missing=()
for package in "${packages[@]}"; do
  dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || {
    echo "setup: these packages are missing: ${missing[*]}" >&2
    echo "setup: run as root: apt-get install ${missing[*]}" >&2
    exit 1
  }
  root=(sudo)
fi
echo "setup: installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${root[@]}" apt-get update -qq </dev/null
"${root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null
