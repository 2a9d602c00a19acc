-- Announcements and events, whom they address, and who has read them.

-- Whom something addresses: everyone, roles, sections, in any mix. What is addressed owns its audience.
CREATE TABLE audiences (
    id uuid PRIMARY KEY,
    everyone boolean NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON audiences TO homeroom_app;

CREATE TABLE audience_roles (
    audience_id uuid NOT NULL REFERENCES audiences ON DELETE CASCADE,
    role_code text NOT NULL REFERENCES roles ON DELETE RESTRICT,
    PRIMARY KEY (audience_id, role_code)
);
GRANT SELECT, INSERT, DELETE ON audience_roles TO homeroom_app;

CREATE TABLE audience_sections (
    audience_id uuid NOT NULL REFERENCES audiences ON DELETE CASCADE,
    section_id uuid NOT NULL REFERENCES sections ON DELETE RESTRICT,
    PRIMARY KEY (audience_id, section_id)
);
CREATE INDEX audience_sections_by_section ON audience_sections (section_id);
GRANT SELECT, INSERT, DELETE ON audience_sections TO homeroom_app;

-- An audience is somebody. Looked at when the transaction ends, so that it can be written row by row.
CREATE FUNCTION audiences_are_somebody() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM audiences WHERE id = NEW.id AND NOT everyone)
        AND NOT EXISTS (SELECT FROM audience_roles WHERE audience_id = NEW.id)
        AND NOT EXISTS (SELECT FROM audience_sections WHERE audience_id = NEW.id)
    THEN
        RAISE EXCEPTION 'an audience without anybody'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'audiences_are_somebody', TABLE = 'audiences';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER audiences_are_somebody AFTER INSERT OR UPDATE ON audiences
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audiences_are_somebody();

-- The active people whom an audience addresses. Whoever belongs to a section is addressed through it in the role in
-- which they belong to it, while they hold that role: its teachers and adviser, its students, and their guardians
-- with a link in force that carries academics.
CREATE FUNCTION people_addressed(everyone boolean, wanted_roles text[], wanted_sections uuid[])
RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT users.id FROM users
    WHERE users.deactivated_at IS NULL AND (
        people_addressed.everyone
        OR EXISTS (SELECT FROM user_roles AS held
                   WHERE held.user_id = users.id AND held.role_code = ANY(wanted_roles))
        OR users.id IN (
            SELECT held.user_id
            FROM (
                SELECT teacher_id, 'teacher' FROM teaching_assignments WHERE section_id = ANY(wanted_sections)
                UNION ALL
                SELECT adviser_id, 'teacher' FROM sections WHERE id = ANY(wanted_sections)
                UNION ALL
                SELECT student_id, 'student' FROM placements WHERE section_id = ANY(wanted_sections)
                UNION ALL
                SELECT link.guardian_id, 'parent'
                FROM placements AS place
                JOIN guardians AS link ON link.student_id = place.student_id AND link.academics
                CROSS JOIN settings
                WHERE place.section_id = ANY(wanted_sections)
                  AND daterange(link.starts_on, link.ends_on, '[]') @> (now() AT TIME ZONE settings.time_zone)::date
            ) AS belonging (person, through)
            JOIN user_roles AS held ON held.user_id = belonging.person AND held.role_code = belonging.through
        )
    )
$$;

CREATE TABLE announcements (
    id uuid PRIMARY KEY,
    -- Nobody, when the system wrote it.
    author_id uuid REFERENCES users ON DELETE RESTRICT,
    audience_id uuid NOT NULL CONSTRAINT announcements_own_their_audience UNIQUE REFERENCES audiences ON DELETE RESTRICT,
    title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    body text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 20000),
    pinned boolean NOT NULL,
    publish_at timestamptz NOT NULL,
    expires_at timestamptz,
    -- When its addressees were notified. Once, whatever becomes of it afterwards.
    notified_at timestamptz,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    search text NOT NULL GENERATED ALWAYS AS (searchable(title || ' ' || body)) STORED,
    CONSTRAINT announcements_expire_after_publishing CHECK (expires_at > publish_at)
);
CREATE INDEX announcements_by_publishing ON announcements (pinned DESC, publish_at DESC, id);
CREATE INDEX announcements_by_author ON announcements (author_id);
CREATE INDEX announcements_by_search ON announcements USING gin (search gin_trgm_ops);
CREATE TRIGGER announcements_touch BEFORE UPDATE ON announcements FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE, DELETE ON announcements TO homeroom_app;

CREATE TABLE announcement_reads (
    announcement_id uuid NOT NULL REFERENCES announcements ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    read_at timestamptz NOT NULL,
    PRIMARY KEY (announcement_id, user_id)
);
CREATE INDEX announcement_reads_by_user ON announcement_reads (user_id);
GRANT SELECT, INSERT ON announcement_reads TO homeroom_app;

-- An event lasts whole days, which stay on their day wherever somebody looks at them, or from one moment to another.
CREATE TABLE events (
    id uuid PRIMARY KEY,
    -- Nobody, when the system wrote it.
    author_id uuid REFERENCES users ON DELETE RESTRICT,
    audience_id uuid NOT NULL CONSTRAINT events_own_their_audience UNIQUE REFERENCES audiences ON DELETE RESTRICT,
    title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    body text CHECK (char_length(body) BETWEEN 1 AND 20000),
    place text CHECK (char_length(place) BETWEEN 1 AND 200),
    starts_on date,
    ends_on date,
    starts_at timestamptz,
    ends_at timestamptz,
    notified_at timestamptz,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    search text NOT NULL GENERATED ALWAYS AS (searchable(title || ' ' || COALESCE(place, ''))) STORED,
    CONSTRAINT events_are_days_or_moments CHECK (
        (num_nonnulls(starts_on, ends_on) = 2 AND num_nonnulls(starts_at, ends_at) = 0)
        OR (num_nonnulls(starts_on, ends_on) = 0 AND num_nonnulls(starts_at, ends_at) = 2)
    ),
    CONSTRAINT events_end_after_start CHECK (ends_on >= starts_on AND ends_at > starts_at)
);
CREATE INDEX events_by_days ON events USING gist (daterange(starts_on, ends_on, '[]')) WHERE starts_on IS NOT NULL;
CREATE INDEX events_by_moments ON events USING gist (tstzrange(starts_at, ends_at)) WHERE starts_at IS NOT NULL;
CREATE INDEX events_by_author ON events (author_id);
CREATE INDEX events_by_search ON events USING gin (search gin_trgm_ops);
CREATE TRIGGER events_touch BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE, DELETE ON events TO homeroom_app;

-- What is addressed takes its audience with it.
CREATE FUNCTION audience_goes_too() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM audiences WHERE id = OLD.audience_id;
    RETURN NULL;
END $$;
CREATE TRIGGER announcements_take_their_audience AFTER DELETE ON announcements
    FOR EACH ROW EXECUTE FUNCTION audience_goes_too();
CREATE TRIGGER events_take_their_audience AFTER DELETE ON events FOR EACH ROW EXECUTE FUNCTION audience_goes_too();
