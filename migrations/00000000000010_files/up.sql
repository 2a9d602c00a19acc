-- Files that people upload: a record of each before its bytes are trusted, and how much room they take.

ALTER TABLE settings
    -- 20 GiB a section and 5 GiB a person, until the school decides otherwise.
    ADD section_quota_bytes bigint NOT NULL DEFAULT 21474836480 CHECK (section_quota_bytes > 0),
    ADD person_quota_bytes bigint NOT NULL DEFAULT 5368709120 CHECK (person_quota_bytes > 0);

CREATE TABLE files (
    id uuid PRIMARY KEY,
    feature text NOT NULL CHECK (feature IN ('task_attachment', 'submission', 'module')),
    status text NOT NULL CHECK (status IN ('pending', 'clean', 'refused')),
    uploaded_by uuid NOT NULL REFERENCES users ON DELETE RESTRICT,
    section_id uuid NOT NULL REFERENCES sections ON DELETE RESTRICT,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    storage_key text COLLATE "C" NOT NULL UNIQUE CHECK (storage_key ~ '^[0-9a-f]{32}$'),
    preview_key text COLLATE "C" NOT NULL UNIQUE CHECK (preview_key ~ '^[0-9a-f]{32}$'),
    preview_size bigint CHECK (preview_size > 0),
    media_type text CHECK (char_length(media_type) BETWEEN 1 AND 100),
    size bigint CHECK (size > 0),
    sha256 bytea CHECK (octet_length(sha256) = 32),
    created_at timestamptz NOT NULL,
    -- Since when the store has been found to lack the bytes of a clean file.
    missing_since timestamptz,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT files_own_the_data_of_their_status CHECK (
        CASE status
            WHEN 'pending' THEN num_nonnulls(media_type, size, sha256) = 0
            WHEN 'clean' THEN num_nonnulls(media_type, size, sha256) = 3
            ELSE true
        END
    )
);
CREATE INDEX files_by_section ON files (section_id);
CREATE INDEX files_by_person ON files (uploaded_by);
CREATE INDEX files_unsettled ON files (created_at, id) WHERE status <> 'clean';
CREATE TRIGGER files_touch BEFORE UPDATE ON files FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE, DELETE ON files TO homeroom_app;

-- What the clean files of a section, and of a person, take. Kept by the trigger below, whose update takes the lock
-- that makes the bounds hold however many uploads end at once.
CREATE TABLE section_storage (
    section_id uuid PRIMARY KEY REFERENCES sections ON DELETE CASCADE,
    bytes bigint NOT NULL CHECK (bytes >= 0)
);
CREATE TABLE person_storage (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    bytes bigint NOT NULL CHECK (bytes >= 0)
);
GRANT SELECT, INSERT, UPDATE ON section_storage, person_storage TO homeroom_app;

CREATE FUNCTION files_within_quota() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before bigint := 0;
    after bigint := 0;
    of_section uuid := COALESCE(NEW.section_id, OLD.section_id);
    of_person uuid := COALESCE(NEW.uploaded_by, OLD.uploaded_by);
    taken bigint;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.status = 'clean' THEN before := OLD.size; END IF;
    IF TG_OP <> 'DELETE' AND NEW.status = 'clean' THEN after := NEW.size; END IF;
    IF before = after THEN RETURN NULL; END IF;
    INSERT INTO section_storage AS own (section_id, bytes) VALUES (of_section, after - before)
        ON CONFLICT (section_id) DO UPDATE SET bytes = own.bytes + EXCLUDED.bytes RETURNING bytes INTO taken;
    IF after > before AND taken > (SELECT section_quota_bytes FROM settings) THEN
        RAISE EXCEPTION 'the section would take more room than it has'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'files_within_section_quota', TABLE = 'files';
    END IF;
    INSERT INTO person_storage AS own (user_id, bytes) VALUES (of_person, after - before)
        ON CONFLICT (user_id) DO UPDATE SET bytes = own.bytes + EXCLUDED.bytes RETURNING bytes INTO taken;
    IF after > before AND taken > (SELECT person_quota_bytes FROM settings) THEN
        RAISE EXCEPTION 'the person would take more room than they have'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'files_within_person_quota', TABLE = 'files';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER files_within_quota AFTER INSERT OR UPDATE OF status, size OR DELETE ON files
    FOR EACH ROW EXECUTE FUNCTION files_within_quota();

-- The addresses of files that were begun in time: a film goes on being read for as long as the login lasts.
CREATE TABLE begun_tickets (
    fingerprint bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
    begun_at timestamptz NOT NULL
);
CREATE INDEX begun_tickets_by_session ON begun_tickets (session_id);
GRANT SELECT, INSERT, DELETE ON begun_tickets TO homeroom_app;
