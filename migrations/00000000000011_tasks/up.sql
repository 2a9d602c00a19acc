-- Tasks that teachers set, and what students hand in.

CREATE TABLE tasks (
    id uuid PRIMARY KEY,
    section_id uuid NOT NULL REFERENCES sections ON DELETE RESTRICT,
    subject_id uuid NOT NULL REFERENCES subjects ON DELETE RESTRICT,
    author_id uuid NOT NULL REFERENCES users ON DELETE RESTRICT,
    title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    instructions text CHECK (char_length(instructions) BETWEEN 1 AND 20000),
    points integer NOT NULL CHECK (points BETWEEN 1 AND 1000),
    due_at timestamptz NOT NULL,
    closes_at timestamptz NOT NULL,
    status text NOT NULL CHECK (status IN ('draft', 'published')),
    published_at timestamptz,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    search text NOT NULL GENERATED ALWAYS AS (searchable(title)) STORED,
    CONSTRAINT tasks_close_when_due_or_later CHECK (closes_at >= due_at),
    CONSTRAINT tasks_own_the_data_of_their_status CHECK ((status = 'published') = (published_at IS NOT NULL))
);
CREATE INDEX tasks_by_section ON tasks (section_id, due_at, id);
CREATE INDEX tasks_by_due ON tasks (due_at, id);
CREATE INDEX tasks_by_subject ON tasks (subject_id);
CREATE INDEX tasks_by_author ON tasks (author_id);
CREATE INDEX tasks_by_search ON tasks USING gin (search gin_trgm_ops);
CREATE TRIGGER tasks_touch BEFORE UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE, DELETE ON tasks TO homeroom_app;

CREATE TABLE task_attachments (
    task_id uuid NOT NULL REFERENCES tasks ON DELETE CASCADE,
    file_id uuid NOT NULL UNIQUE REFERENCES files ON DELETE RESTRICT,
    PRIMARY KEY (task_id, file_id)
);
GRANT SELECT, INSERT, DELETE ON task_attachments TO homeroom_app;

-- What a student has prepared and not handed in: the text, and files beside it.
CREATE TABLE submission_drafts (
    task_id uuid NOT NULL REFERENCES tasks ON DELETE CASCADE,
    student_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    text text NOT NULL CHECK (char_length(text) <= 50000),
    version integer NOT NULL CHECK (version > 1),
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (task_id, student_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON submission_drafts TO homeroom_app;

CREATE TABLE submission_draft_files (
    task_id uuid NOT NULL REFERENCES tasks ON DELETE CASCADE,
    student_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    file_id uuid NOT NULL UNIQUE REFERENCES files ON DELETE RESTRICT,
    PRIMARY KEY (task_id, student_id, file_id)
);
GRANT SELECT, INSERT, DELETE ON submission_draft_files TO homeroom_app;

CREATE TABLE submissions (
    id uuid PRIMARY KEY,
    task_id uuid NOT NULL REFERENCES tasks ON DELETE RESTRICT,
    student_id uuid NOT NULL REFERENCES users ON DELETE RESTRICT,
    number integer NOT NULL CHECK (number > 0),
    text text CHECK (char_length(text) BETWEEN 1 AND 50000),
    submitted_at timestamptz NOT NULL,
    late boolean NOT NULL,
    -- What the receipt is called; no other receipt of the school has the same number.
    receipt_number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    is_latest boolean NOT NULL,
    score_hundredths integer CHECK (score_hundredths >= 0),
    comment text CHECK (char_length(comment) BETWEEN 1 AND 5000),
    graded_by uuid REFERENCES users ON DELETE RESTRICT,
    graded_at timestamptz,
    returned_at timestamptz,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT submissions_numbered UNIQUE (task_id, student_id, number),
    CONSTRAINT submissions_own_the_data_of_their_status CHECK (
        num_nonnulls(score_hundredths, graded_by, graded_at) IN (0, 3)
        AND (comment IS NULL OR graded_at IS NOT NULL)
        AND (returned_at IS NULL OR graded_at IS NOT NULL)
    )
);
CREATE UNIQUE INDEX submissions_one_latest ON submissions (task_id, student_id) WHERE is_latest;
CREATE INDEX submissions_by_student ON submissions (student_id, submitted_at DESC, id DESC);
CREATE INDEX submissions_by_time ON submissions (submitted_at DESC, id DESC);
CREATE INDEX submissions_to_grade ON submissions (task_id) WHERE is_latest AND graded_at IS NULL;
CREATE INDEX submissions_by_grader ON submissions (graded_by);
CREATE TRIGGER submissions_touch BEFORE UPDATE ON submissions FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE ON submissions TO homeroom_app;

CREATE TABLE submission_files (
    submission_id uuid NOT NULL REFERENCES submissions ON DELETE RESTRICT,
    file_id uuid NOT NULL REFERENCES files ON DELETE RESTRICT,
    position smallint NOT NULL CHECK (position >= 0),
    PRIMARY KEY (submission_id, file_id)
);
CREATE INDEX submission_files_by_file ON submission_files (file_id);
CREATE TRIGGER submission_files_append_only BEFORE UPDATE OR DELETE ON submission_files
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON submission_files TO homeroom_app;

-- What was handed in stays as it was. Only how it is judged changes, and which version is the latest.
CREATE FUNCTION submissions_keep_what_was_handed_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.task_id, NEW.student_id, NEW.number, NEW.text, NEW.submitted_at, NEW.late, NEW.receipt_number)
        IS DISTINCT FROM
       (OLD.id, OLD.task_id, OLD.student_id, OLD.number, OLD.text, OLD.submitted_at, OLD.late, OLD.receipt_number)
    THEN
        RAISE EXCEPTION 'what was handed in never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER submissions_keep_what_was_handed_in BEFORE UPDATE ON submissions
    FOR EACH ROW EXECUTE FUNCTION submissions_keep_what_was_handed_in();

-- Scores never exceed the points, whichever of the two changes. Whoever scores keeps the points from changing.
CREATE FUNCTION submissions_score_within_points() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.score_hundredths > (SELECT points * 100 FROM tasks WHERE id = NEW.task_id FOR SHARE) THEN
        RAISE EXCEPTION 'the score exceeds the points'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submissions_score_within_points', TABLE = 'submissions';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER submissions_score_within_points BEFORE INSERT OR UPDATE OF score_hundredths ON submissions
    FOR EACH ROW WHEN (NEW.score_hundredths IS NOT NULL) EXECUTE FUNCTION submissions_score_within_points();

CREATE FUNCTION tasks_points_cover_scores() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM submissions WHERE task_id = NEW.id AND score_hundredths > NEW.points * 100) THEN
        RAISE EXCEPTION 'a score exceeds the points'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submissions_score_within_points', TABLE = 'tasks';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tasks_points_cover_scores AFTER UPDATE OF points ON tasks
    FOR EACH ROW EXECUTE FUNCTION tasks_points_cover_scores();
