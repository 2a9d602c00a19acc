#!/usr/bin/env bash
# Every check and test of the project. Goes on after a failure, and ends with a line that counts:
# "N passed, N failed, N skipped". A check counts as one; the tests of a runner count one by one.
set -uo pipefail
cd "$(dirname "$0")/../.."
passed=0 failed=0 skipped=0
began=$SECONDS
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. deploy/checks/tools.sh

# check NAME COMMAND…: a check that is passed or failed as a whole.
check() {
    local name=$1 log="$work/log"
    shift
    local since=$SECONDS
    echo "── $name"
    if "$@" >"$log" 2>&1; then
        passed=$((passed + 1))
        echo "   passed in $((SECONDS - since)) s"
    else
        failed=$((failed + 1))
        tail -n "${LINES_OF_LOG:-120}" "$log"
        echo "   FAILED: $name"
    fi
}

# count NAME PATTERN COMMAND…: a runner of tests; `count_tests_PATTERN` reads its log and adds to the numbers.
count() {
    local name=$1 reader=$2 log="$work/log" before=$failed
    shift 2
    local since=$SECONDS
    echo "── $name"
    "$@" >"$log" 2>&1
    local status=$?
    "read_$reader" "$log"
    if [ $status -ne 0 ]; then
        [ "$failed" -gt "$before" ] || failed=$((failed + 1))
        grep -vE '^test .* \.\.\. ok$' "$log" | tail -n "${LINES_OF_LOG:-160}"
        echo "   FAILED: $name"
    fi
    echo "   in $((SECONDS - since)) s"
}

add() {
    passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
    echo "   $1 passed, $2 failed, $3 skipped"
}
sum() { awk '{ total += $1 } END { print total + 0 }'; }
read_cargo() {
    local results said
    results=$(grep -E '^test result:' "$1")
    # A test that only root can run says so on its own line and passes: it counts as skipped.
    said=$(grep -cE '^skipped: ' "$1")
    add $(($(grep -oE '[0-9]+ passed' <<<"$results" | sum) - said)) \
        "$(grep -oE '[0-9]+ failed' <<<"$results" | sum)" \
        $(($(grep -oE '[0-9]+ ignored' <<<"$results" | sum) + said))
    grep -E '^skipped: ' "$1" | sed 's/^/   /'
}
read_vitest() {
    local line
    line=$(sed 's/\x1b\[[0-9;]*m//g' "$1" | grep -E '^ *Tests ' | tail -1)
    add "$(grep -oE '[0-9]+ passed' <<<"$line" | sum)" "$(grep -oE '[0-9]+ failed' <<<"$line" | sum)" \
        "$(grep -oE '[0-9]+ skipped' <<<"$line" | sum)"
}
read_playwright() {
    local text
    text=$(sed 's/\x1b\[[0-9;]*m//g' "$1" | grep -E '^ +[0-9]+ (passed|failed|skipped|flaky|did not run)')
    add "$(grep -oE '[0-9]+ passed' <<<"$text" | sum)" \
        "$(grep -oE '[0-9]+ (failed|flaky|did not run)' <<<"$text" | sum)" \
        "$(grep -oE '[0-9]+ skipped' <<<"$text" | sum)"
}

check "packages of the dashboards" install_packages
check "binaries of PostgreSQL" install_postgres
check "a browser" install_browser
check "a virus scanner" install_scanner
check "Redis" install_redis
check "dashboards: format and lint" npm --prefix frontend run --silent lint
check "dashboards: types" npm --prefix frontend run --silent types
check "dashboards: build" npm --prefix frontend run --silent build
check "dashboards: size" npm --prefix frontend run --silent size
check "dashboards: client types are up to date" npm --prefix frontend run --silent generate:check
count "dashboards: unit tests" vitest npm --prefix frontend test --silent
check "format" cargo fmt --all --check
check "clippy" cargo clippy --workspace --all-targets --quiet -- --deny warnings
count "Rust tests" cargo cargo test --workspace --no-fail-fast -- --nocapture
check "the server" cargo build --package homeroom-server
count "browser tests" playwright run_browser_tests
check "schemathesis against the running server" deploy/checks/fuzz.sh "$([ -n "${LONG:-}" ] && echo 1200 || echo 60)"

echo "── done in $((SECONDS - began)) s"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
