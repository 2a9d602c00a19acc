-- Learning modules of sections, and what people are told of them and of tasks.

CREATE TABLE modules (
    id uuid PRIMARY KEY,
    section_id uuid NOT NULL REFERENCES sections ON DELETE RESTRICT,
    teacher_id uuid NOT NULL REFERENCES users ON DELETE RESTRICT,
    title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    description text CHECK (char_length(description) BETWEEN 1 AND 2000),
    file_id uuid NOT NULL UNIQUE REFERENCES files ON DELETE RESTRICT,
    uploaded_at timestamptz NOT NULL,
    -- The smaller, the earlier. Positions are far apart, so that one that is moved between two others needs no
    -- change of those.
    position bigint NOT NULL,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    search text NOT NULL GENERATED ALWAYS AS (searchable(title || ' ' || COALESCE(description, ''))) STORED
);
CREATE INDEX modules_by_section ON modules (section_id, position, id);
CREATE INDEX modules_by_time ON modules (uploaded_at DESC, id DESC);
CREATE INDEX modules_by_teacher ON modules (teacher_id);
CREATE INDEX modules_by_search ON modules USING gin (search gin_trgm_ops);
CREATE TRIGGER modules_touch BEFORE UPDATE ON modules FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE, DELETE ON modules TO homeroom_app;

-- Which students and parents have opened a module, and when they first did.
CREATE TABLE module_openings (
    module_id uuid NOT NULL REFERENCES modules ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    opened_at timestamptz NOT NULL,
    PRIMARY KEY (module_id, user_id)
);
CREATE INDEX module_openings_by_user ON module_openings (user_id);
GRANT SELECT, INSERT ON module_openings TO homeroom_app;

ALTER TABLE notifications
    ADD task_id uuid REFERENCES tasks ON DELETE CASCADE,
    ADD submission_id uuid REFERENCES submissions ON DELETE CASCADE,
    ADD module_id uuid REFERENCES modules ON DELETE CASCADE,
    DROP CONSTRAINT notifications_kind_check,
    DROP CONSTRAINT notifications_are_of_one_record,
    DROP CONSTRAINT notifications_once;
ALTER TABLE notifications
    ADD record_id uuid NOT NULL GENERATED ALWAYS AS
        (COALESCE(announcement_id, event_id, meeting_id, task_id, submission_id, module_id)) STORED,
    ADD CONSTRAINT notifications_kind_check CHECK (kind IN (
        'announcement_published', 'event_added',
        'meeting_scheduled', 'meeting_reminder', 'meeting_started', 'meeting_cancelled',
        'task_published', 'task_due_soon', 'submission_returned', 'module_published')),
    ADD CONSTRAINT notifications_are_of_one_record CHECK (
        num_nonnulls(announcement_id, event_id, meeting_id, task_id, submission_id, module_id) = 1),
    ADD CONSTRAINT notifications_once UNIQUE (user_id, kind, record_id);
CREATE INDEX notifications_by_task ON notifications (task_id) WHERE task_id IS NOT NULL;
CREATE INDEX notifications_by_submission ON notifications (submission_id) WHERE submission_id IS NOT NULL;
CREATE INDEX notifications_by_module ON notifications (module_id) WHERE module_id IS NOT NULL;

ALTER TABLE mail_wishes DROP CONSTRAINT mail_wishes_area_check;
ALTER TABLE mail_wishes ADD CONSTRAINT mail_wishes_area_check
    CHECK (area IN ('announcements', 'events', 'meetings', 'tasks', 'modules'));

-- These students, and the guardians who may know of their academics: what concerns a student concerns them.
CREATE FUNCTION families_of(students uuid[]) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT DISTINCT person.id
    FROM (
        SELECT student, 'student' FROM unnest(students) AS student
        UNION ALL
        SELECT link.guardian_id, 'parent'
        FROM guardians AS link CROSS JOIN settings
        WHERE link.student_id = ANY(students) AND link.academics
          AND daterange(link.starts_on, link.ends_on, '[]') @> (now() AT TIME ZONE settings.time_zone)::date
    ) AS member (user_id, through)
    JOIN user_roles AS held ON held.user_id = member.user_id AND held.role_code = member.through
    JOIN users AS person ON person.id = member.user_id AND person.deactivated_at IS NULL
$$;
