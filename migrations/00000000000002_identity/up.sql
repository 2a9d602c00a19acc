-- People, their roles, their logins, their guardians, and the epoch of their rights.

CREATE TABLE roles (
    code text PRIMARY KEY,
    name text NOT NULL UNIQUE,
    position smallint NOT NULL UNIQUE
);
GRANT SELECT ON roles TO homeroom_app;
INSERT INTO roles (code, name, position) VALUES
    ('admin', 'Admin', 1),
    ('principal', 'Principal', 2),
    ('academic_coordinator', 'Academic Coordinator', 3),
    ('registrar', 'Registrar', 4),
    ('accounting', 'Accounting', 5),
    ('guidance', 'Guidance', 6),
    ('teacher', 'Teacher', 7),
    ('student', 'Student', 8),
    ('parent', 'Parent', 9);

CREATE TABLE users (
    id uuid PRIMARY KEY,
    email text NOT NULL CONSTRAINT users_email_taken UNIQUE,
    first_name text NOT NULL CHECK (char_length(first_name) BETWEEN 1 AND 100),
    last_name text NOT NULL CHECK (char_length(last_name) BETWEEN 1 AND 100),
    primary_role text NOT NULL REFERENCES roles ON DELETE RESTRICT,
    deactivated_at timestamptz,
    last_login_at timestamptz,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    search text NOT NULL GENERATED ALWAYS AS (searchable(first_name || ' ' || last_name || ' ' || email)) STORED,
    CONSTRAINT users_email_is_lower CHECK (email = lower(email) AND char_length(email) BETWEEN 3 AND 254)
);
CREATE INDEX users_by_name ON users (last_name, first_name, id);
CREATE INDEX users_by_creation ON users (created_at, id);
CREATE INDEX users_by_last_login ON users (last_login_at DESC NULLS LAST, id);
CREATE INDEX users_by_search ON users USING gin (search gin_trgm_ops);
CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE ON users TO homeroom_app;

CREATE TABLE user_roles (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    role_code text NOT NULL REFERENCES roles ON DELETE RESTRICT,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, role_code)
);
CREATE INDEX user_roles_by_role ON user_roles (role_code, user_id);
GRANT SELECT, INSERT, DELETE ON user_roles TO homeroom_app;

-- The primary role is one of the roles; looked at when the transaction ends, so that both can change in it.
ALTER TABLE users ADD CONSTRAINT users_primary_role_is_held
    FOREIGN KEY (id, primary_role) REFERENCES user_roles (user_id, role_code)
    ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE passwords (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    hash text NOT NULL,
    set_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON passwords TO homeroom_app;

-- An epoch grows with everything that decides what a person may do. Instances ask for recent changes.
CREATE TABLE rights_epochs (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    epoch bigint NOT NULL DEFAULT 1,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX rights_epochs_by_change ON rights_epochs (changed_at);
GRANT SELECT, INSERT, UPDATE ON rights_epochs TO homeroom_app;

CREATE FUNCTION bump_rights(person uuid) RETURNS void LANGUAGE sql AS $$
    INSERT INTO rights_epochs (user_id) VALUES (person)
    ON CONFLICT (user_id) DO UPDATE SET epoch = rights_epochs.epoch + 1, changed_at = clock_timestamp()
$$;

CREATE FUNCTION users_bump_rights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM bump_rights(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER users_bump_rights_on_insert AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION users_bump_rights();
CREATE TRIGGER users_bump_rights AFTER UPDATE OF deactivated_at, first_name, last_name, email, primary_role ON users
    FOR EACH ROW EXECUTE FUNCTION users_bump_rights();

CREATE FUNCTION user_roles_bump_rights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A person who is being deleted, roles and all, has no epoch to bump.
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM users WHERE id = OLD.user_id) THEN
        RETURN NULL;
    END IF;
    PERFORM bump_rights(COALESCE(NEW.user_id, OLD.user_id));
    RETURN NULL;
END $$;
CREATE TRIGGER user_roles_bump_rights AFTER INSERT OR UPDATE OR DELETE ON user_roles
    FOR EACH ROW EXECUTE FUNCTION user_roles_bump_rights();

-- One login on one device: a family of refresh tokens that follow one another.
CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    generation integer NOT NULL DEFAULT 0 CHECK (generation >= 0),
    token_fingerprint bytea NOT NULL,
    device text NOT NULL DEFAULT '' CHECK (char_length(device) <= 300),
    address inet,
    created_at timestamptz NOT NULL,
    rotated_at timestamptz NOT NULL,
    revoked_at timestamptz,
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sessions_open_by_user ON sessions (user_id, rotated_at DESC) WHERE revoked_at IS NULL;
CREATE INDEX sessions_by_user_address ON sessions (user_id, address);
CREATE TRIGGER sessions_touch BEFORE UPDATE ON sessions FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO homeroom_app;

CREATE FUNCTION sessions_bump_rights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM bump_rights(NEW.user_id);
    RETURN NULL;
END $$;
CREATE TRIGGER sessions_bump_rights AFTER UPDATE OF revoked_at ON sessions
    FOR EACH ROW WHEN (OLD.revoked_at IS DISTINCT FROM NEW.revoked_at) EXECUTE FUNCTION sessions_bump_rights();

-- Links that let a person set a password, once. Only fingerprints of their secrets are kept.
CREATE TABLE account_links (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    purpose text NOT NULL CHECK (purpose IN ('reset', 'invitation')),
    fingerprint bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CHECK (expires_at > created_at)
);
CREATE INDEX account_links_by_user ON account_links (user_id) WHERE used_at IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_links TO homeroom_app;

CREATE TABLE login_failures (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL CHECK (char_length(email) <= 254),
    address inet,
    failed_at timestamptz NOT NULL
);
CREATE INDEX login_failures_by_email ON login_failures (email, failed_at);
CREATE INDEX login_failures_by_address ON login_failures (address, failed_at);
GRANT SELECT, INSERT, DELETE ON login_failures TO homeroom_app;

CREATE TABLE guardians (
    id uuid PRIMARY KEY,
    guardian_id uuid NOT NULL REFERENCES users ON DELETE RESTRICT,
    student_id uuid NOT NULL REFERENCES users ON DELETE RESTRICT,
    relationship text NOT NULL CHECK (relationship IN ('mother', 'father', 'grandparent', 'guardian', 'other')),
    academics boolean NOT NULL,
    money boolean NOT NULL,
    contact boolean NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT guardians_of_somebody_else CHECK (guardian_id <> student_id),
    CONSTRAINT guardians_end_after_start CHECK (ends_on >= starts_on),
    CONSTRAINT guardians_linked_once EXCLUDE USING gist
        (guardian_id WITH =, student_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&)
);
CREATE INDEX guardians_by_student ON guardians (student_id, starts_on);
CREATE INDEX guardians_by_guardian ON guardians (guardian_id);
CREATE TRIGGER guardians_touch BEFORE UPDATE ON guardians FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE, DELETE ON guardians TO homeroom_app;

CREATE FUNCTION guardians_bump_rights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM bump_rights(OLD.guardian_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM bump_rights(NEW.guardian_id); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER guardians_bump_rights AFTER INSERT OR UPDATE OR DELETE ON guardians
    FOR EACH ROW EXECUTE FUNCTION guardians_bump_rights();

-- Whatever changes for a student changes what the student and the guardians may see.
CREATE FUNCTION bump_family_rights(student uuid) RETURNS void LANGUAGE sql AS $$
    SELECT bump_rights(person) FROM (
        SELECT student AS person UNION SELECT guardian_id FROM guardians WHERE student_id = student ORDER BY 1
    ) AS family
$$;
