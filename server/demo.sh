#!/bin/sh
# The main job on a fresh machine: installs what is missing, builds, and goes the whole way from a list of
# invented people to rosters. Options go to "redkite demo", such as --people 100000.
set -eu

cd "$(dirname "$0")/.."
server/setup.sh build

mkdir -p build
log=build/demo.log
started=$(date +%s)
if ! { cmake --preset release -DBUILD_TESTING=OFF && cmake --build --preset release; } >"$log" 2>&1; then
    tail -n 40 "$log"
    echo "demo: the build failed; all of it is in $log" >&2
    exit 1
fi
took=$(($(date +%s) - started))
[ "$took" -lt 3 ] || echo "Built in $took s."

rm -rf build/demo
exec build/release/server/redkite demo --dir build/demo "$@"
