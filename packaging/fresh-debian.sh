# Sourced, with scripts/machine.sh before it: a fresh Debian as a throw-away machine.
#
#   fresh_debian PACKAGE.deb …   boots it with the packages as /opt/0.deb, /opt/1.deb …, all they depend on and
#                                what $also names downloaded
#   quiet COMMAND …              runs a command; shows its output only where it fails, and ends
#   install_first                installs /opt/0.deb, curl and sqlite3 on it
#
# debootstrap makes the root directory once; .build/deb/fresh keeps it, and a run writes into an overlay in memory.

fresh_debian() {
  machine_needs
  command -v debootstrap >/dev/null || machine_skip "debootstrap is not installed (apt-get install debootstrap)"
  local base=.build/deb/fresh suite mirror number=0 package
  if [ ! -e "$base/.ready" ]; then
    rm -rf "$base"
    suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
    mirror=$(awk '/^deb / { print $2; exit } /^URIs:/ { print $2; exit }' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null || true)
    debootstrap --variant=minbase --include=systemd,systemd-sysv,ca-certificates "$suite" "$base" "${mirror:-http://deb.debian.org/debian}" \
      >"$base.log" 2>&1 || { tail -5 "$base.log"; exit 1; }
    cp /etc/resolv.conf "$base/etc/" 2>/dev/null || true
    cp -r /etc/apt/apt.conf.d/. "$base/etc/apt/apt.conf.d/"
    touch "$base/.ready"
  fi
  work=$(mktemp -d /tmp/intone-deb.XXXXXX)
  trap fresh_debian_end EXIT
  mount -t tmpfs -o size=3g tmpfs "$work"
  mkdir -p "$work"/{upper,work,root}
  mount -t overlay overlay -o "lowerdir=$base,upperdir=$work/upper,workdir=$work/work" "$work/root"
  root=$work/root
  # Not into /tmp, which the booting machine empties.
  for package in "$@"; do cp "$package" "$root/opt/$((number++)).deb"; done
  # A host that is a container may have told apt to throw away what it downloaded.
  rm -f "$root/etc/apt/apt.conf.d/docker-clean"
  echo 'Binary::apt-get::APT::Keep-Downloaded-Packages "true";' >"$root/etc/apt/apt.conf.d/zz-keep"
  # The downloads are made before the machine is switched on: it has no network, as intended.
  chroot "$root" sh -c 'apt-get update -qq; for deb in /opt/*.deb; do
    apt-get install -qq -y --no-install-recommends --download-only "$deb" sqlite3 curl "$@" || exit; done' - ${also:-} \
    >"$work/apt.log" 2>&1 || { tail -5 "$work/apt.log"; exit 1; }
  mkdir -p "$root/etc/systemd/system/intoned.service.d"
  printf '[Service]\nPrivateUsers=no\n' >"$root/etc/systemd/system/intoned.service.d/chroot.conf"
  machine_boot "$root" "$work/console"
}

fresh_debian_end() {
  machine_stop
  umount -R "$work" 2>/dev/null || umount -l "$work" 2>/dev/null || true
  rmdir "$work" 2>/dev/null || true
}

quiet() { "$@" >"$work/last.log" 2>&1 || { tail -20 "$work/last.log"; fail "$*"; }; }

install_first() {
  quiet inside env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends /opt/0.deb sqlite3 curl
}
