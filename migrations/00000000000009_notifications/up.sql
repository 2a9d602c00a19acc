-- What people are notified of, what of it also comes by mail, and the addresses of their calendar feeds.

-- An id in the order of time, for rows that the database makes by itself.
CREATE FUNCTION new_id() RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid())
                PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
            52, 1), 53, 1), 'hex')::uuid
$$;

-- What happened to which record. Never what the record says: that is looked up, with the rights of the moment.
CREATE TABLE notifications (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN (
        'announcement_published', 'event_added',
        'meeting_scheduled', 'meeting_reminder', 'meeting_started', 'meeting_cancelled')),
    announcement_id uuid REFERENCES announcements ON DELETE CASCADE,
    event_id uuid REFERENCES events ON DELETE CASCADE,
    meeting_id uuid REFERENCES meetings ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    read_at timestamptz,
    CONSTRAINT notifications_are_of_one_record CHECK (num_nonnulls(announcement_id, event_id, meeting_id) = 1),
    CONSTRAINT notifications_once UNIQUE NULLS NOT DISTINCT (user_id, kind, announcement_id, event_id, meeting_id)
);
CREATE INDEX notifications_by_user ON notifications (user_id, created_at DESC, id DESC);
CREATE INDEX notifications_unread ON notifications (user_id) WHERE read_at IS NULL;
CREATE INDEX notifications_by_announcement ON notifications (announcement_id) WHERE announcement_id IS NOT NULL;
CREATE INDEX notifications_by_event ON notifications (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX notifications_by_meeting ON notifications (meeting_id) WHERE meeting_id IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON notifications TO homeroom_app;

-- What a person also wants by mail; nothing, until they say so.
CREATE TABLE mail_wishes (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    area text NOT NULL CHECK (area IN ('announcements', 'events', 'meetings')),
    PRIMARY KEY (user_id, area)
);
GRANT SELECT, INSERT, DELETE ON mail_wishes TO homeroom_app;

-- The address of a person's calendar feed; only a fingerprint of its secret is kept.
CREATE TABLE calendar_feeds (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    fingerprint bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    last_used_on date
);
GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_feeds TO homeroom_app;
