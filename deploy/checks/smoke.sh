#!/usr/bin/env bash
# Asks a running server what a visitor would: is it alive, ready, described, and does it refuse strangers?
set -euo pipefail
url=${1:?address of the server}
expect() {
    local got
    got=$(curl --silent --output /dev/null --write-out '%{http_code}' --max-time 10 "$url$2")
    if [ "$got" != "$1" ]; then
        echo "FAILED $2: $got instead of $1"
        exit 1
    fi
    echo "ok     $2"
}
expect 200 /healthz
expect 200 /readyz
expect 200 /
expect 200 /login
expect 200 /api/v1/openapi.json
expect 401 /api/v1/users/me
expect 404 /api/v1/nothing
