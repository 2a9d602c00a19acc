# Installs what the checks need, where it is missing, and says what it does. Sourced by test.sh.

is_root() { [ "$(id -u)" -eq 0 ]; }

install_packages() { npx --no-install just _packages 2>/dev/null || just_or_npx _packages; }
install_postgres() { just_or_npx _postgres; }
just_or_npx() { if command -v just >/dev/null; then just "$@"; else npx --yes rust-just "$@"; fi; }

# A browser: one on the machine, else Debian's package when root, else Playwright's own.
install_browser() {
    CHROMIUM_PATH=$(find_browser) && export CHROMIUM_PATH && return
    if is_root && command -v apt-get >/dev/null; then
        echo "Installing Debian's Chromium …"
        apt-get update --quiet && DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet chromium
    else
        echo "Installing Playwright's Chromium …"
        PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD='' npx --prefix frontend playwright install chromium
        return
    fi
    CHROMIUM_PATH=$(find_browser) && export CHROMIUM_PATH
}
find_browser() {
    if [ -n "${CHROMIUM_PATH:-}" ]; then
        echo "$CHROMIUM_PATH"
        return
    fi
    local name
    for name in chromium chromium-browser google-chrome-stable google-chrome; do
        command -v "$name" && return
    done
    return 1
}

# clamd, against which files are scanned in tests. Without it a small speaker of its protocol stands in.
install_scanner() {
    if [ -x /usr/sbin/clamd ] || ! is_root || ! command -v apt-get >/dev/null; then
        return 0
    fi
    echo "Installing Debian's clamd …"
    apt-get update --quiet &&
        DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends clamav-daemon
}

# Redis, through which several instances hear of each other. Without it the tests of that are skipped.
install_redis() {
    if command -v redis-server >/dev/null || ! is_root || ! command -v apt-get >/dev/null; then
        return 0
    fi
    echo "Installing Debian's redis-server …"
    # A machine whose own service cannot be started still has the program, which is all that the tests start.
    apt-get update --quiet &&
        DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends redis-server ||
        command -v redis-server >/dev/null
}

run_browser_tests() {
    HOMEROOM_BIN="${CARGO_TARGET_DIR:-$PWD/target}/debug/homeroom" npm --prefix frontend run --silent e2e
}
