-- Meetings of sections, held elsewhere: only the link is kept.

CREATE TABLE meetings (
    id uuid PRIMARY KEY,
    section_id uuid NOT NULL REFERENCES sections ON DELETE RESTRICT,
    host_id uuid NOT NULL REFERENCES users ON DELETE RESTRICT,
    title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    url text NOT NULL CHECK (url ~ '^https://' AND char_length(url) <= 2000),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    status text NOT NULL CHECK (status IN ('scheduled', 'live', 'ended', 'cancelled')),
    started_at timestamptz,
    ended_at timestamptz,
    cancelled_at timestamptz,
    cancel_reason text CHECK (char_length(cancel_reason) BETWEEN 1 AND 500),
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    search text NOT NULL GENERATED ALWAYS AS (searchable(title)) STORED,
    CONSTRAINT meetings_end_after_start CHECK (ends_at > starts_at),
    CONSTRAINT meetings_own_the_data_of_their_status CHECK (
        (started_at IS NOT NULL) = (status IN ('live', 'ended'))
        AND (ended_at IS NOT NULL) = (status = 'ended')
        AND (cancelled_at IS NOT NULL) = (status = 'cancelled')
        AND (cancel_reason IS NULL OR status = 'cancelled')
    ),
    CONSTRAINT meetings_host_in_one_at_a_time EXCLUDE USING gist
        (host_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (status IN ('scheduled', 'live')),
    CONSTRAINT meetings_section_in_one_at_a_time EXCLUDE USING gist
        (section_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (status IN ('scheduled', 'live'))
);
CREATE INDEX meetings_by_start ON meetings (starts_at, id);
CREATE INDEX meetings_by_section ON meetings (section_id, starts_at);
CREATE INDEX meetings_by_host ON meetings (host_id, starts_at);
CREATE INDEX meetings_by_search ON meetings USING gin (search gin_trgm_ops);
CREATE TRIGGER meetings_touch BEFORE UPDATE ON meetings FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE ON meetings TO homeroom_app;
