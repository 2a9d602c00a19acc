-- What keeps the school's own records honest: the audit trail, jobs, and the answers to repeated requests.

CREATE TABLE audit_trail (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    actor_id uuid REFERENCES users ON DELETE RESTRICT,
    -- The name of background work; people are named by actor_id.
    actor_name text,
    address inet,
    request_id text NOT NULL CHECK (char_length(request_id) <= 200),
    action text NOT NULL CHECK (char_length(action) BETWEEN 1 AND 100),
    record_kind text NOT NULL CHECK (char_length(record_kind) BETWEEN 1 AND 100),
    record_id uuid,
    before jsonb,
    after jsonb
);
CREATE INDEX audit_trail_by_actor ON audit_trail (actor_id, id);
CREATE INDEX audit_trail_by_action ON audit_trail (action text_pattern_ops, id);
CREATE INDEX audit_trail_by_record ON audit_trail (record_id, id);
CREATE TRIGGER audit_trail_append_only BEFORE UPDATE OR DELETE ON audit_trail
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_trail_no_truncate BEFORE TRUNCATE ON audit_trail
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON audit_trail TO homeroom_app;

CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    payload jsonb NOT NULL,
    status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'taken', 'done', 'parked')),
    run_at timestamptz NOT NULL,
    leased_until timestamptz,
    attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    last_error text,
    unique_key text UNIQUE,
    finished_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT jobs_taken_are_leased CHECK ((status = 'taken') = (leased_until IS NOT NULL))
);
CREATE INDEX jobs_due ON jobs ((COALESCE(leased_until, run_at)), id) WHERE status IN ('waiting', 'taken');
CREATE INDEX jobs_parked ON jobs (updated_at) WHERE status = 'parked';
CREATE TRIGGER jobs_touch BEFORE UPDATE ON jobs FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE, DELETE ON jobs TO homeroom_app;

CREATE TABLE idempotency_keys (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    key text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 255),
    fingerprint bytea NOT NULL,
    answer jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
GRANT SELECT, INSERT, DELETE ON idempotency_keys TO homeroom_app;
