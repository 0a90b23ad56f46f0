#!/usr/bin/env bash
# Builds the Debian package from release binaries into .build/deb/. Needs dpkg-dev; lintian is run where it is installed.
# DEBFULLNAME and DEBEMAIL, as Debian's own tools know them, name the maintainer.
#
# usage: build-deb.sh [DIRECTORY_OF_BINARIES]   (without one, `make release` comes first)
set -euo pipefail
cd "$(dirname "$0")/.."
binaries=${1:-}
if [ -z "$binaries" ]; then
  make release
  binaries=.build/release
fi
version=$("$binaries/intone" --version | awk '{print $2}')${DEB_REVISION:+$DEB_REVISION}
maintainer="${DEBFULLNAME:-Intone developers} <${DEBEMAIL:-intone@localhost.localdomain}>"
architecture=$(dpkg --print-architecture)
out=.build/deb
root=$out/root
rm -rf "$root" && mkdir -p "$root/DEBIAN"

# Programs, their units and settings.
install -D -m 755 -s "$binaries/intone" "$root/usr/bin/intone"
install -D -m 755 -s "$binaries/intoned" "$root/usr/bin/intoned"
install -D -m 644 systemd/intoned.service "$root/lib/systemd/system/intoned.service"
install -D -m 644 systemd/intone.sysusers "$root/usr/lib/sysusers.d/intone.conf"
install -D -m 644 systemd/intone.tmpfiles "$root/usr/lib/tmpfiles.d/intone.conf"
install -D -m 644 systemd/intone.yaml "$root/etc/intone/intone.yaml"
install -d -m 755 "$root/etc/intone/models"

# Role models: the package's own may change with it; a file of the same name in /etc/intone/models comes before them.
mkdir -p "$root/usr/share/intone"
cp -r models "$root/usr/share/intone/models"
# For `intone selftest`: documentation, where the interviews are examples, may be left out of an installation.
mkdir -p "$root/usr/share/intone/samples"
cp -r samples/interviews samples/truth samples/pitch samples/figures.json "$root/usr/share/intone/samples/"
chmod -R u=rwX,go=rX "$root/usr/share/intone"

# Manuals and completion come from the programs' own declarations.
packaging/manuals.py "$binaries/intone" "$root/usr/share/man/man1"
packaging/manuals.py --section 8 "$binaries/intoned" "$root/usr/share/man/man8"
find "$root/usr/share/man" -type f -exec gzip -9n {} +
install -d "$root/usr/share/bash-completion/completions" "$root/usr/share/zsh/vendor-completions" "$root/usr/share/fish/vendor_completions.d"
"$binaries/intone" --generate-completion-script bash | sed '1{/^#!/d}' >"$root/usr/share/bash-completion/completions/intone"
"$binaries/intone" --generate-completion-script zsh >"$root/usr/share/zsh/vendor-completions/_intone"
"$binaries/intone" --generate-completion-script fish >"$root/usr/share/fish/vendor_completions.d/intone.fish"

# Documents and samples.
doc=$root/usr/share/doc/intone
install -d "$doc/examples"
install -m 644 packaging/debian/copyright "$doc/copyright"
sed -e "s/@VERSION@/$version/" -e "s/@MAINTAINER@/$maintainer/" packaging/debian/changelog | gzip -9n >"$doc/changelog.gz"
# Their index is README.md.
cp docs/*.md "$doc/"
install -m 644 systemd/intone.yaml "$doc/examples/intone.yaml"
cp -r samples/interviews "$doc/examples/interviews"
cp -r packaging/proxy "$doc/examples/proxy"
if [ -d packaging/monitoring ]; then cp -r packaging/monitoring "$doc/examples/monitoring"; fi
chmod -R u=rwX,go=rX "$doc"

# Control files.
mkdir -p "$out/debian" && : >"$out/debian/control"
# libcurl and libpq are loaded when they are needed, so that no program names them. One of no use does, for the tool that looks for names.
echo 'int PQenterPipelineMode(), curl_easy_setopt(); int main(void) { return PQenterPipelineMode(0) + curl_easy_setopt(0, 0); }' |
  cc -x c - -o "$out/loaded" -lcurl -lpq
depends=$(cd "$out" && dpkg-shlibdeps -O root/usr/bin/intone root/usr/bin/intoned loaded 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
rm "$out/loaded"
[ -n "$depends" ] || { echo "build-deb: dpkg-shlibdeps found no dependency, which cannot be" >&2; exit 1; }
size=$(du -sk --exclude=DEBIAN "$root" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@MAINTAINER@/$maintainer/" -e "s/@SIZE@/$size/" -e "s/@DEPENDS@/$depends/" \
  packaging/debian/control.in >"$root/DEBIAN/control"
install -m 644 packaging/debian/conffiles "$root/DEBIAN/conffiles"
for script in postinst prerm postrm; do install -m 755 "packaging/debian/$script" "$root/DEBIAN/$script"; done
(cd "$root" && find . -type f ! -path './DEBIAN/*' -printf '%P\0' | sort -z | xargs -0 md5sum >DEBIAN/md5sums)

package=$out/intone_${version}_$architecture.deb
dpkg-deb --root-owner-group --build "$root" "$package" >/dev/null
echo "$package: $(du -h "$package" | cut -f1), installed $((size / 1024)) MB"
if command -v lintian >/dev/null; then
  notes=$(mktemp)
  trap 'rm -f "$notes"' EXIT
  cp packaging/debian/lintian-notes "$notes"
  # Without a maintainer named there is no address on this host to check.
  [ -n "${DEBEMAIL:-}" ] || printf '%s\n' bogus-mail-host bogus-mail-host-in-debian-changelog >>"$notes"
  lintian --fail-on error --suppress-tags-from-file "$notes" "$package"
fi
