#!/usr/bin/env bash
# Lets schemathesis loose on a running server for some seconds: no server error, no undocumented answer.
set -euo pipefail
seconds=${1:-60}
cd "$(dirname "$0")/../.."
binary="${CARGO_TARGET_DIR:-$PWD/target}/debug/homeroom"
work=$(mktemp -d)
port=${FUZZ_PORT:-5097}
url="http://127.0.0.1:$port"
HOMEROOM_ENV=development HOMEROOM_DATA_DIR="$work/data" PORT=$port METRICS_ADDRESS=off BCRYPT_COST=4 LOG_FORMAT=json \
    REQUESTS_PER_MINUTE=1000000 AUTH_REQUESTS_PER_MINUTE=1000000 "$binary" serve --demo 2>"$work/log" &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 600); do
    curl --silent --fail --max-time 1 "$url/readyz" >/dev/null && break
    kill -0 $server || { cat "$work/log"; exit 1; }
    read -r -t 0.1 </dev/zero || true
done
tools="${XDG_CACHE_HOME:-$HOME/.cache}/homeroom/schemathesis-4"
if [ ! -x "$tools/bin/schemathesis" ]; then
    echo "Installing schemathesis …"
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet 'schemathesis>=4,<5'
fi
login='{"email":"admin@school.local","password":"Admin#12345","client":"api"}'
token=$(curl --silent --fail --header 'Content-Type: application/json' --data "$login" "$url/api/v1/auth/login" \
    | python3 -c 'import json,sys; print(json.load(sys.stdin)["access_token"])')
# Being told to stop when the time is over is no failure; what it found until then is.
timeout --signal INT --kill-after 30 "$seconds" "$tools/bin/schemathesis" run "$url/api/v1/openapi.json" \
    --header "Authorization: Bearer $token" --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
    --exclude-path-regex '/(realtime|auth/logout-all|auth/sessions)' --phases coverage,fuzzing --seed 1 --workers 2 \
    >"$work/report" 2>&1 || true
cat "$work/report"
if ! grep -q 'Test cases:' "$work/report"; then
    echo "schemathesis did not come to an end"
    exit 1
fi
! grep -q '^Failures:' "$work/report"
