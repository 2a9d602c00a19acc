# Recipes to run and develop Homeroom. With `just` installed: `just start`; without: `npx rust-just start`.

set shell := ["bash", "-euo", "pipefail", "-c"]

# Where tests and `start` find the binaries of PostgreSQL that npm brings.
postgres := "crates/local-postgres/npm"
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := "1"

_default:
    @just --list

# Build everything, start the private database, load the demo school, serve http://localhost:5000
start: _dashboards _postgres
    cargo build --release --package homeroom-server
    HOMEROOM_ENV=development exec target/release/homeroom serve --demo

# Serve the API from a development build, and the dashboards from Vite with hot reload
dev: _packages _postgres
    #!/usr/bin/env bash
    set -euo pipefail
    cargo build --package homeroom-server
    HOMEROOM_ENV=development CORS_ORIGIN=http://localhost:5173 target/debug/homeroom serve --demo &
    server=$!
    trap 'kill $server; wait $server' EXIT
    npm --prefix frontend run dev

# Run every check and test; ends with a line "N passed, N failed"
test:
    deploy/checks/test.sh

# Everything that `test` does, and what takes longer
test-long:
    LONG=1 deploy/checks/test.sh

# Format and lint everything
lint: _packages
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- --deny warnings
    npm --prefix frontend run lint
    npm --prefix frontend run types

# Licences, advisories and banned dependencies (installs cargo-deny when it is missing, which takes minutes)
audit:
    command -v cargo-deny >/dev/null || cargo install cargo-deny --locked
    cargo deny check
    npm --prefix frontend audit --omit=dev

# Bring the database up to date (DATABASE_URL and MIGRATION_DATABASE_URL, else the private one)
migrate: _postgres
    cargo run --release --package homeroom-server -- migrate

# Load the demo school and end
demo: _postgres
    HOMEROOM_ENV=development cargo run --release --package homeroom-server -- demo

# Write again what is generated: the API's description, the client's types, the schema, the access tables
openapi: _packages
    UPDATE_GENERATED=1 cargo test --package homeroom-testkit --test generated --test access_documentation
    npm --prefix frontend run generate

# Measure next to pgbench and a bare handler: `just bench reads`, also chat, sockets, crowd, kills and growth
bench what="reads": _postgres
    cargo run --release --package homeroom-bench -- {{ what }}

# See that a running server is alive and answers: `just smoke http://localhost:5000`
smoke url="http://localhost:5000":
    deploy/checks/smoke.sh {{ url }}

_packages:
    #!/usr/bin/env bash
    set -euo pipefail
    if ! cmp --silent frontend/package-lock.json frontend/node_modules/.installed-lock.json; then
        echo "Installing the packages of the dashboards …"
        npm ci --prefix frontend --no-audit --no-fund
        cp frontend/package-lock.json frontend/node_modules/.installed-lock.json
    fi

_dashboards: _packages
    #!/usr/bin/env bash
    set -euo pipefail
    newer=$(find frontend/src frontend/public frontend/index.html frontend/package-lock.json frontend/vite.config.ts -newer frontend/dist/index.html -print -quit 2>/dev/null || echo yes)
    if [ -n "$newer" ]; then
        echo "Building the dashboards …"
        npm --prefix frontend run build
    fi

_postgres:
    #!/usr/bin/env bash
    set -euo pipefail
    if ! cmp --silent {{ postgres }}/package-lock.json {{ postgres }}/node_modules/.installed-lock.json; then
        echo "Installing the binaries of PostgreSQL …"
        npm ci --prefix {{ postgres }} --no-audit --no-fund
        cp {{ postgres }}/package-lock.json {{ postgres }}/node_modules/.installed-lock.json
    fi
