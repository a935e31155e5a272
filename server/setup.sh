#!/bin/sh
# Installs what building (build) or testing (test, which includes build) needs on Debian 12, as root
# or with sudo, and the npm packages of importers/. Does and says nothing when all is there.
#
#   server/setup.sh [build|test]
set -eu

BUILD="gcc libc6-dev cmake ninja-build pkg-config libsodium-dev libutf8proc-dev libproj-dev
libsqlite3-dev libjansson-dev libmicrohttpd-dev proj-data libgeonames-common libtimezonemap-data
iso-codes unicode-cldr-core"
TEST="check clang clang-format clang-tidy cppcheck libclang-rt-14-dev libgeos-dev liblemon-dev g++
binutils glpk-utils coinor-cbc valgrind geographiclib-tools locales python3"

cd "$(dirname "$0")/.."

fail() {
    echo "setup: $*" >&2
    exit 1
}

# Those of the packages that are not installed.
missing() {
    for package in "$@"; do
        state=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null) || state=
        case $state in
        ii*) ;;
        *) printf '%s ' "$package" ;;
        esac
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "needs root, or sudo, to run: $*"
    fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
        -o Dpkg::Use-Pty=0 "$@" >"$log" 2>&1 || {
        cat "$log" >&2
        fail "apt-get $1 failed"
    }
}

install_packages() {
    want=$(missing "$@")
    # npm may have come another way.
    command -v npm >/dev/null || want="$want$(missing nodejs npm)"
    [ -n "$want" ] || return 0
    command -v apt-get >/dev/null || fail "this is no Debian; please install: $want"
    echo "setup: installing $want"
    apt_get update
    # shellcheck disable=SC2086 # a list of words
    apt_get install --no-install-recommends -y $want
}

# The lock file says what belongs there; a copy of it says what is there.
install_node_packages() {
    lock=importers/package-lock.json
    installed=importers/node_modules/.installed-lock.json
    [ -e $lock ] || return 0
    cmp -s $lock $installed && return 0
    echo "setup: installing the npm packages of importers/"
    npm ci --prefix importers --no-audit --no-fund --ignore-scripts >"$log" 2>&1 || {
        cat "$log" >&2
        fail "npm ci failed"
    }
    cp $lock $installed
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# shellcheck disable=SC2086 # lists of words
case ${1-build} in
build) set -- $BUILD ;;
test) set -- $BUILD $TEST ;;
*) fail "usage: server/setup.sh [build|test]" ;;
esac
install_packages "$@"
install_node_packages
