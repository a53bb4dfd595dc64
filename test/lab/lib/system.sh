# shellcheck shell=bash
# The machine: what it must be, and the packages it gets.

# Another architecture, as Docker spells it, is added here, in `triple_of` and in images/muslrust/Dockerfile.
# shellcheck disable=SC2034
LAB_ARCHS=(amd64 arm64)

PACKAGES=(
  ca-certificates curl file gcc git jq libc6-dev make procps shellcheck tzdata
  runc mmdebstrap                                # containers, and the root file system of the muslrust stand-in
  arch-test qemu-user-static/bookworm-backports  # emulation, see lib/emulation.sh
  rustc-web cargo-web rust-web-src               # Rust, and what its musl standard library is made of
  musl-tools musl-dev:amd64 musl-dev:arm64 gcc-aarch64-linux-gnu libc6-dev-arm64-cross
  python3 python3-pip                            # ziglang, see lib/rust.sh
  openssh-client openssh-server openssl          # private git repositories for private-sources.test.ts
)

check_machine() {
  [ "$(id -u)" = 0 ] || die "must be run as root: it installs packages and runs containers"
  # shellcheck source=/dev/null
  [ "$(. /etc/os-release && echo "${ID:-} ${VERSION_ID:-}")" = 'debian 12' ] \
    || die "needs Debian 12; elsewhere use a Docker engine: LAB=real"
  [ "$(dpkg --print-architecture)" = amd64 ] || die "needs an amd64 machine; elsewhere use a Docker engine: LAB=real"
  local version
  version=$(go env GOVERSION 2> /dev/null) || die "needs Go 1.26 or later (https://go.dev/dl): go is not on PATH"
  version=${version#go}
  printf '%s\n' 1.26 "$version" | sort --check=quiet --version-sort || die "needs Go 1.26 or later, this is $version"
  # what the set-up and all tests took at most; where it is set up, some of that is taken already
  mkdir -p "$LAB_DIR"
  local gigabytes
  gigabytes=$(df --output=avail --block-size=1G "$LAB_DIR" | tail --lines=1)
  [ -d "$LAB_DIR/root" ] || [ "$gigabytes" -ge 40 ] || die "needs 40 GB of free disk at $LAB_DIR, there are $gigabytes"
}

install_packages() {
  local missing=() package
  for package in "${PACKAGES[@]}"; do
    is_installed "$package" || missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    say "install ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    {
      # nothing is taken from there that is not asked for by name
      echo "deb http://deb.debian.org/debian bookworm-backports main" > /etc/apt/sources.list.d/muslrust-chef-lab.list \
        && dpkg --add-architecture arm64 \
        && apt-get update -qq \
        && apt-get install -qq --yes --no-install-recommends "${missing[@]}"
    } > "$LAB_DIR/log/apt.log" || die "apt could not install ${missing[*]}: is there a network?"
  fi
}

# is_installed PACKAGE[/RELEASE]: a package of the backports has `bpo` in its version
is_installed() {
  local found
  found=$(dpkg-query --show --showformat='${db:Status-Status} ${Version}\n' "${1%/*}" 2> /dev/null) || return 1
  case $1 in
    */*-backports) [[ $found == 'installed '*'~bpo'* ]] ;;
    *) [[ $found == 'installed '* ]] ;;
  esac
}

# What a step depends on of the machine.
package_versions() {
  dpkg-query --show --showformat='${Package} ${Version}\n' "$@"
}
