-- Conversations, their messages, who was in them when, and when people were last there.

-- What goes with a message belongs to no section: it counts for its sender alone.
ALTER TABLE files
    DROP CONSTRAINT files_feature_check,
    ADD CONSTRAINT files_feature_check CHECK (feature IN ('task_attachment', 'submission', 'module', 'message')),
    ALTER section_id DROP NOT NULL,
    ADD CONSTRAINT files_belong_to_a_section CHECK ((section_id IS NULL) = (feature = 'message'));

CREATE OR REPLACE FUNCTION files_within_quota() RETURNS trigger LANGUAGE plpgsql AS $$
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
    -- What is proposed is checked even where there is a row already, and room that becomes free is less than nothing.
    IF of_section IS NOT NULL THEN
        INSERT INTO section_storage AS own (section_id, bytes) VALUES (of_section, GREATEST(after - before, 0))
            ON CONFLICT (section_id) DO UPDATE SET bytes = own.bytes + after - before RETURNING bytes INTO taken;
        IF after > before AND taken > (SELECT section_quota_bytes FROM settings) THEN
            RAISE EXCEPTION 'the section would take more room than it has'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'files_within_section_quota', TABLE = 'files';
        END IF;
    END IF;
    INSERT INTO person_storage AS own (user_id, bytes) VALUES (of_person, GREATEST(after - before, 0))
        ON CONFLICT (user_id) DO UPDATE SET bytes = own.bytes + after - before RETURNING bytes INTO taken;
    IF after > before AND taken > (SELECT person_quota_bytes FROM settings) THEN
        RAISE EXCEPTION 'the person would take more room than they have'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'files_within_person_quota', TABLE = 'files';
    END IF;
    RETURN NULL;
END $$;

CREATE TABLE conversations (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('direct', 'group', 'section')),
    title text CHECK (char_length(title) BETWEEN 1 AND 100),
    section_id uuid REFERENCES sections ON DELETE RESTRICT,
    first_id uuid REFERENCES users ON DELETE RESTRICT,
    second_id uuid REFERENCES users ON DELETE RESTRICT,
    started_by uuid REFERENCES users ON DELETE RESTRICT,
    -- The number of the newest message. Whoever writes takes the lock on this row, so that numbers are handed out
    -- in the order in which messages become visible, and none is left out.
    last_number bigint NOT NULL DEFAULT 0 CHECK (last_number >= 0),
    active_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT conversations_own_the_data_of_their_kind CHECK (
        (title IS NOT NULL) = (kind = 'group')
        AND (section_id IS NOT NULL) = (kind = 'section')
        AND num_nonnulls(first_id, second_id) = CASE kind WHEN 'direct' THEN 2 ELSE 0 END
    ),
    CONSTRAINT conversations_of_two_in_order CHECK (first_id < second_id),
    CONSTRAINT conversations_one_of_two UNIQUE (first_id, second_id),
    CONSTRAINT conversations_one_of_a_section UNIQUE (section_id)
) WITH (fillfactor = 70);
CREATE INDEX conversations_by_second ON conversations (second_id) WHERE second_id IS NOT NULL;
CREATE INDEX conversations_by_starter ON conversations (started_by) WHERE started_by IS NOT NULL;
CREATE TRIGGER conversations_touch BEFORE UPDATE ON conversations FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE ON conversations TO homeroom_app;

-- Who was in a conversation, from when to when. Who comes back begins anew.
CREATE TABLE conversation_members (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE RESTRICT,
    user_id uuid NOT NULL REFERENCES users ON DELETE RESTRICT,
    added_by uuid REFERENCES users ON DELETE RESTRICT,
    joined_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    left_at timestamptz,
    -- The newest numbers when they came and when they went: they see what lies between.
    since_number bigint NOT NULL CHECK (since_number >= 0),
    until_number bigint,
    read_number bigint NOT NULL CHECK (read_number >= since_number),
    CONSTRAINT conversation_members_leave_with_a_number CHECK ((left_at IS NULL) = (until_number IS NULL))
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX conversation_members_once ON conversation_members (conversation_id, user_id) WHERE left_at IS NULL;
CREATE INDEX conversation_members_by_user ON conversation_members (user_id) WHERE left_at IS NULL;
CREATE INDEX conversation_members_ever ON conversation_members (user_id, conversation_id);
CREATE INDEX conversation_members_by_adder ON conversation_members (added_by) WHERE added_by IS NOT NULL;
CREATE INDEX conversation_members_by_time ON conversation_members (joined_at);
GRANT SELECT, INSERT, UPDATE ON conversation_members TO homeroom_app;

-- Who has left loses what they saw on every instance, whether or not a message of it arrives there.
CREATE FUNCTION conversation_members_bump_rights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM bump_rights(NEW.user_id);
    RETURN NULL;
END $$;
CREATE TRIGGER conversation_members_bump_rights AFTER UPDATE OF left_at ON conversation_members
    FOR EACH ROW WHEN (OLD.left_at IS DISTINCT FROM NEW.left_at) EXECUTE FUNCTION conversation_members_bump_rights();

-- Whoever is placed in a section, teaches it or advises it.
CREATE FUNCTION section_members(of_section uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT student_id FROM placements WHERE section_id = of_section
    UNION SELECT teacher_id FROM teaching_assignments WHERE section_id = of_section
    UNION SELECT adviser_id FROM sections WHERE id = of_section AND adviser_id IS NOT NULL
$$;

-- Brings the members of a section's conversation in line with the section, if there is one.
CREATE FUNCTION follow_section(of_section uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    followed conversations%ROWTYPE;
BEGIN
    SELECT * INTO followed FROM conversations WHERE section_id = of_section FOR NO KEY UPDATE;
    IF NOT FOUND THEN RETURN; END IF;
    UPDATE conversation_members SET left_at = clock_timestamp(), until_number = followed.last_number
    WHERE conversation_id = followed.id AND left_at IS NULL
        AND user_id NOT IN (SELECT section_members(of_section));
    INSERT INTO conversation_members (conversation_id, user_id, since_number, read_number)
    SELECT followed.id, person, followed.last_number, followed.last_number
    FROM section_members(of_section) AS person
    ON CONFLICT (conversation_id, user_id) WHERE left_at IS NULL DO NOTHING;
END $$;

CREATE FUNCTION conversations_follow_placements() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM follow_section(section) FROM unnest(ARRAY[OLD.section_id, NEW.section_id]) AS section
    WHERE section IS NOT NULL ORDER BY section;
    RETURN NULL;
END $$;
CREATE TRIGGER placements_followed AFTER INSERT OR UPDATE OF section_id, student_id OR DELETE ON placements
    FOR EACH ROW EXECUTE FUNCTION conversations_follow_placements();
CREATE TRIGGER teaching_assignments_followed AFTER INSERT OR DELETE ON teaching_assignments
    FOR EACH ROW EXECUTE FUNCTION conversations_follow_placements();

CREATE FUNCTION conversations_follow_advisers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM follow_section(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER sections_followed AFTER UPDATE OF adviser_id ON sections
    FOR EACH ROW WHEN (OLD.adviser_id IS DISTINCT FROM NEW.adviser_id)
    EXECUTE FUNCTION conversations_follow_advisers();

CREATE TABLE messages (
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE RESTRICT,
    number bigint NOT NULL CHECK (number > 0),
    id uuid NOT NULL,
    sender_id uuid NOT NULL REFERENCES users ON DELETE RESTRICT,
    client_message_id uuid NOT NULL,
    -- Tells a retry from another message under the same name, also after an edit.
    content_hash bigint NOT NULL,
    body text NOT NULL CHECK (char_length(body) <= 4000),
    created_at timestamptz NOT NULL,
    -- By the database's own clock: what instances look for that heard of nothing.
    stored_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_at timestamptz,
    edited_at timestamptz,
    deleted_at timestamptz,
    deleted_by uuid REFERENCES users ON DELETE RESTRICT,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    PRIMARY KEY (conversation_id, number),
    CONSTRAINT messages_known_by_id UNIQUE (id),
    CONSTRAINT messages_sent_once UNIQUE (conversation_id, sender_id, client_message_id),
    CONSTRAINT messages_say_nothing_once_deleted CHECK (deleted_at IS NULL OR body = '')
);
CREATE INDEX messages_by_words ON messages USING gin (to_tsvector('simple', searchable(body)));
CREATE INDEX messages_by_time ON messages USING brin (stored_at) WITH (pages_per_range = 32);
CREATE INDEX messages_changed ON messages (changed_at) WHERE changed_at IS NOT NULL;
CREATE INDEX messages_by_sender ON messages (sender_id);
CREATE INDEX messages_deleted ON messages (deleted_at DESC, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX messages_by_deleter ON messages (deleted_by) WHERE deleted_by IS NOT NULL;
GRANT SELECT, INSERT, UPDATE ON messages TO homeroom_app;

-- What a message said before it was edited or deleted. Written by the trigger below, and never changed.
CREATE TABLE message_revisions (
    conversation_id uuid NOT NULL,
    number bigint NOT NULL,
    revision integer NOT NULL CHECK (revision > 0),
    body text NOT NULL,
    how text NOT NULL CHECK (how IN ('edited', 'deleted')),
    replaced_by uuid REFERENCES users ON DELETE RESTRICT,
    replaced_at timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, number, revision),
    FOREIGN KEY (conversation_id, number) REFERENCES messages ON DELETE RESTRICT
);
CREATE INDEX message_revisions_by_replacer ON message_revisions (replaced_by) WHERE replaced_by IS NOT NULL;
GRANT SELECT, INSERT ON message_revisions TO homeroom_app;
CREATE TRIGGER message_revisions_append_only BEFORE UPDATE OR DELETE ON message_revisions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER message_revisions_no_truncate BEFORE TRUNCATE ON message_revisions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION messages_keep_their_past() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.conversation_id, NEW.number, NEW.sender_id, NEW.client_message_id, NEW.content_hash, NEW.created_at)
        IS DISTINCT FROM
        (OLD.id, OLD.conversation_id, OLD.number, OLD.sender_id, OLD.client_message_id, OLD.content_hash, OLD.created_at)
        OR OLD.deleted_at IS NOT NULL
    THEN
        RAISE EXCEPTION 'a message keeps its place, its sender and its end'
            USING ERRCODE = 'restrict_violation', TABLE = 'messages';
    END IF;
    NEW.changed_at := clock_timestamp();
    INSERT INTO message_revisions (conversation_id, number, revision, body, how, replaced_by, replaced_at)
    VALUES (OLD.conversation_id, OLD.number, OLD.version, OLD.body,
        CASE WHEN NEW.deleted_at IS NULL THEN 'edited' ELSE 'deleted' END,
        CASE WHEN NEW.deleted_at IS NULL THEN OLD.sender_id ELSE NEW.deleted_by END,
        COALESCE(NEW.deleted_at, NEW.edited_at));
    RETURN NEW;
END $$;
CREATE TRIGGER messages_keep_their_past BEFORE UPDATE ON messages
    FOR EACH ROW EXECUTE FUNCTION messages_keep_their_past();

-- Files of a conversation, before they are sent and after.
CREATE TABLE message_files (
    file_id uuid PRIMARY KEY REFERENCES files ON DELETE RESTRICT,
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE RESTRICT,
    uploaded_by uuid NOT NULL REFERENCES users ON DELETE RESTRICT,
    uploaded_at timestamptz NOT NULL,
    number bigint,
    FOREIGN KEY (conversation_id, number) REFERENCES messages ON DELETE RESTRICT
);
CREATE INDEX message_files_by_message ON message_files (conversation_id, number);
CREATE INDEX message_files_by_uploader ON message_files (uploaded_by);
CREATE INDEX message_files_unsent ON message_files (uploaded_at) WHERE number IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON message_files TO homeroom_app;

-- Whom a message names.
CREATE TABLE message_mentions (
    user_id uuid NOT NULL REFERENCES users ON DELETE RESTRICT,
    conversation_id uuid NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (user_id, conversation_id, number),
    FOREIGN KEY (conversation_id, number) REFERENCES messages ON DELETE RESTRICT
);
CREATE INDEX message_mentions_by_message ON message_mentions (conversation_id, number);
GRANT SELECT, INSERT ON message_mentions TO homeroom_app;

-- When people were last there. Written when they come and when they go.
CREATE TABLE last_seen (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    seen_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON last_seen TO homeroom_app;

-- Stores many messages at once and answers each on its own: one that is refused harms none of its neighbours.
--
-- The conversations are locked in the order of their ids, so that two instances never wait for each other. What is
-- looked at after that is seen by a statement of its own, and so as it is once the locks are held: in one statement
-- with the lock, it would be as it was before the wait. Whoever is not patient leaves out the conversations that are
-- locked already: their messages are answered as busy.
CREATE FUNCTION post_messages(
    ids uuid[], conversation_ids uuid[], sender_ids uuid[], epochs bigint[], client_ids uuid[],
    bodies text[], file_lists text[], mention_lists text[], now timestamptz, patient boolean
) RETURNS TABLE (ordinal bigint, outcome text, id uuid, number bigint, sender_name text, mentions uuid[])
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    locked uuid[];
BEGIN
    IF patient THEN
        PERFORM set_config('lock_timeout', '250', true);
        locked := ARRAY(SELECT id FROM conversations WHERE id = ANY(conversation_ids) ORDER BY id FOR NO KEY UPDATE);
    ELSE
        locked := ARRAY(SELECT id FROM conversations WHERE id = ANY(conversation_ids) ORDER BY id
            FOR NO KEY UPDATE SKIP LOCKED);
    END IF;
    RETURN QUERY WITH asked AS (
        SELECT *, hashtextextended(concat_ws(E'\x1f', body, files, mentions), 0) AS content_hash
        FROM unnest(ids, conversation_ids, sender_ids, epochs, client_ids, bodies, file_lists, mention_lists)
            WITH ORDINALITY AS a (id, conversation_id, sender_id, epoch, client_message_id, body, files, mentions, ordinal)
    ), judged AS (
        SELECT a.*, c.last_number, u.first_name || ' ' || u.last_name AS sender_name, known.id AS known_id,
            known.number AS known_number,
            first_value(a.ordinal) OVER same AS first_ordinal, first_value(a.content_hash) OVER same AS first_hash,
            CASE
                WHEN e.epoch IS DISTINCT FROM a.epoch THEN 'rights_changed'
                WHEN m.user_id IS NULL THEN 'no_member'
                WHEN a.conversation_id <> ALL(locked) THEN 'busy'
                WHEN known.content_hash = a.content_hash THEN 'known'
                WHEN known.number IS NOT NULL THEN 'reused'
                WHEN a.files <> '{}' AND cardinality(a.files::uuid[]) <> (
                    SELECT count(*) FROM message_files AS f JOIN files ON files.id = f.file_id AND files.status = 'clean'
                    WHERE f.file_id = ANY(a.files::uuid[]) AND f.conversation_id = a.conversation_id
                        AND f.uploaded_by = a.sender_id AND f.number IS NULL
                ) THEN 'unknown_file'
                ELSE 'stored'
            END AS outcome
        FROM asked AS a
        LEFT JOIN conversations AS c ON c.id = a.conversation_id
        LEFT JOIN conversation_members AS m
            ON m.conversation_id = a.conversation_id AND m.user_id = a.sender_id AND m.left_at IS NULL
        LEFT JOIN rights_epochs AS e ON e.user_id = a.sender_id
        LEFT JOIN users AS u ON u.id = a.sender_id
        LEFT JOIN messages AS known
            ON known.conversation_id = a.conversation_id AND known.sender_id = a.sender_id
            AND known.client_message_id = a.client_message_id
        WINDOW same AS (PARTITION BY a.conversation_id, a.sender_id, a.client_message_id ORDER BY a.ordinal)
    ), too_late AS (
        -- A file goes with one message: the first of those that name it here.
        SELECT j.ordinal FROM judged AS j JOIN judged AS earlier
            ON earlier.outcome = 'stored' AND earlier.ordinal = earlier.first_ordinal AND earlier.ordinal < j.ordinal
            AND earlier.conversation_id = j.conversation_id AND earlier.files::uuid[] && j.files::uuid[]
        WHERE j.files <> '{}'
    ), fresh AS (
        SELECT j.*, j.last_number + row_number() OVER (PARTITION BY j.conversation_id ORDER BY j.ordinal) AS number
        FROM judged AS j
        WHERE j.outcome = 'stored' AND j.ordinal = j.first_ordinal AND j.ordinal NOT IN (SELECT ordinal FROM too_late)
    ), stored AS (
        INSERT INTO messages (conversation_id, number, id, sender_id, client_message_id, content_hash, body, created_at)
        SELECT f.conversation_id, f.number, f.id, f.sender_id, f.client_message_id, f.content_hash, f.body, now
        FROM fresh AS f
    ), counted AS (
        UPDATE conversations SET last_number = newest.number, active_at = GREATEST(active_at, now)
        FROM (SELECT f.conversation_id, max(f.number) AS number FROM fresh AS f GROUP BY f.conversation_id) AS newest
        WHERE conversations.id = newest.conversation_id
    ), read AS (
        UPDATE conversation_members AS m SET read_number = own.number
        FROM (
            SELECT f.conversation_id, f.sender_id, max(f.number) AS number FROM fresh AS f
            GROUP BY f.conversation_id, f.sender_id
        ) AS own
        WHERE m.conversation_id = own.conversation_id AND m.user_id = own.sender_id AND m.left_at IS NULL
    ), attached AS (
        UPDATE message_files SET number = f.number FROM fresh AS f
        WHERE f.files <> '{}' AND message_files.file_id = ANY(f.files::uuid[])
    ), named AS (
        SELECT f.ordinal, f.conversation_id, f.number, m.user_id
        FROM fresh AS f
        JOIN conversation_members AS m
            ON f.mentions <> '{}' AND m.conversation_id = f.conversation_id
            AND m.user_id = ANY(f.mentions::uuid[]) AND m.left_at IS NULL
    ), mentioned AS (
        INSERT INTO message_mentions (user_id, conversation_id, number)
        SELECT n.user_id, n.conversation_id, n.number FROM named AS n
    )
    SELECT j.ordinal,
        CASE
            WHEN j.outcome <> 'stored' THEN j.outcome
            -- The first under this name was refused, and so is the second.
            WHEN f.ordinal IS NULL THEN CASE first.outcome WHEN 'stored' THEN 'unknown_file' ELSE first.outcome END
            WHEN j.ordinal = j.first_ordinal THEN 'stored'
            WHEN j.content_hash = j.first_hash THEN 'known'
            ELSE 'reused'
        END,
        COALESCE(j.known_id, f.id), COALESCE(j.known_number, f.number), j.sender_name,
        ARRAY(SELECT n.user_id FROM named AS n WHERE n.ordinal = j.ordinal ORDER BY 1)
    FROM judged AS j JOIN judged AS first ON first.ordinal = j.first_ordinal
        LEFT JOIN fresh AS f ON f.ordinal = j.first_ordinal;
END $$;
