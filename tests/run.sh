#!/bin/sh
# All tests, from nothing: sets up, builds each preset, runs everything, and ends with the line
# "N passed, N failed". Exit code 0 when none failed.
#
#   tests/run.sh                everything
#   tests/run.sh --quick        one build and its tests, without the slow ones
#   tests/run.sh --fuzz SECONDS each fuzz target for that long under ASan and UBSan, nothing else
set -u

cd "$(dirname "$0")/.." || exit 1
export CTEST_OUTPUT_ON_FAILURE=1
JOBS=2
passed=0
failed=0

# Prints what a stage gave and adds it up.
add() {
    passed=$((passed + $2))
    failed=$((failed + $3))
    printf '%-10s %4d s  %4d passed, %d failed\n' "$1" $(($(date +%s) - started)) "$2" "$3"
}

# stage NAME COMMAND...: one thing that works or does not; its output is shown when not.
stage() {
    name=$1
    shift
    started=$(date +%s)
    if "$@" >"build/log/$name" 2>&1; then
        add "$name" 1 0
    else
        tail -n 60 "build/log/$name"
        add "$name" 0 1
        return 1
    fi
}

# tests NAME PRESET OPTIONS...: CTest; counted are the cases inside the programs.
tests() {
    name=$1
    build=build/$2
    shift 2
    started=$(date +%s)
    ctest --test-dir "$build" -j "$JOBS" --no-tests=ignore "$@" >"build/log/$name" 2>&1
    code=$?
    if [ $code = 0 ] && grep -q 'No tests were found' "build/log/$name"; then
        counts="0 0"
    else
        counts=$(awk -f tests/count.awk "$build/Testing/Temporary/LastTest.log")
    fi
    [ $code = 0 ] || grep -vE '^ *(Start )?[0-9/]+.*Passed' "build/log/$name" | tail -n 200
    [ $code = 0 ] || [ "${counts#* }" != 0 ] || counts="${counts% *} 1"
    # shellcheck disable=SC2086 # two numbers
    add "$name" $counts
}

configure_and_build() {
    cmake --preset "$1" && cmake --build --preset "$1" -j "$JOBS"
}

# The unit tests of core and model, each case a process of its own, which valgrind follows.
memory_check() {
    for program in build/dev/tests/test_core_* build/dev/tests/test_model_*; do
        [ -x "$program" ] && echo "$program"
    done | (cd tests && xargs -P "$JOBS" -I {} \
        valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite ../{})
}

# Each target for so many seconds, from its seeds and what earlier runs found.
fuzz() {
    stage build configure_and_build fuzz || return
    for program in build/fuzz/tests/fuzz_*; do
        [ -x "$program" ] || continue
        noun=${program##*/fuzz_}
        mkdir -p "build/fuzz/corpus/$noun"
        stage "fuzz.$noun" "$program" -max_total_time="$1" -timeout=20 -rss_limit_mb=4096 \
            -artifact_prefix="build/fuzz/$noun-" -print_final_stats=1 \
            "build/fuzz/corpus/$noun" "tests/fuzz/seeds/$noun"
        grep -h 'number_of_executed_units' "build/log/fuzz.$noun"
    done
}

quick() {
    stage build configure_and_build dev && tests tests dev -LE slow
}

full() {
    stage build configure_and_build dev || return
    stage headers cmake --build --preset dev -j "$JOBS" --target all_verify_interface_header_sets
    tests tests dev -LE 'style|slow'
    tests style dev -L style
    tests slow dev -L slow -LE style
    stage analyze configure_and_build analyze
    stage asan.build configure_and_build asan && tests asan asan -LE 'style|slow'
    stage tsan.build configure_and_build tsan && tests tsan tsan -L threads
    stage valgrind memory_check
    stage release configure_and_build release && stage hardening tests/hardening.sh build/release/server/redkite
}

mkdir -p build/log
begun=$(date +%s)
if stage setup server/setup.sh test; then
    case ${1-} in
    '') full ;;
    --quick) quick ;;
    --fuzz) fuzz "${2:?--fuzz needs a number of seconds}" ;;
    *)
        echo "usage: tests/run.sh [--quick | --fuzz SECONDS]" >&2
        exit 2
        ;;
    esac
fi
echo "$(($(date +%s) - begun)) seconds"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
