-- Applications: where each stands, and every step that led there.

CREATE TABLE enrollment_statuses (
    code text PRIMARY KEY,
    position smallint NOT NULL UNIQUE
);
GRANT SELECT ON enrollment_statuses TO homeroom_app;
INSERT INTO enrollment_statuses (code, position) VALUES
    ('submitted', 1), ('documents_pending', 2), ('under_review', 3), ('assessment', 4), ('approved', 5),
    ('waitlisted', 6), ('payment_pending', 7), ('enrolled', 8), ('rejected', 9), ('withdrawn', 10);

-- The moves that the school allows. Steps refer to them, so that no other can be written down.
CREATE TABLE enrollment_transitions (
    from_status text NOT NULL REFERENCES enrollment_statuses ON DELETE RESTRICT,
    to_status text NOT NULL REFERENCES enrollment_statuses ON DELETE RESTRICT,
    PRIMARY KEY (from_status, to_status)
);
GRANT SELECT ON enrollment_transitions TO homeroom_app;
INSERT INTO enrollment_transitions (from_status, to_status) VALUES
    ('submitted', 'documents_pending'), ('submitted', 'under_review'), ('submitted', 'withdrawn'),
    ('documents_pending', 'under_review'), ('documents_pending', 'withdrawn'),
    ('under_review', 'documents_pending'), ('under_review', 'assessment'), ('under_review', 'approved'),
    ('under_review', 'waitlisted'), ('under_review', 'rejected'), ('under_review', 'withdrawn'),
    ('assessment', 'approved'), ('assessment', 'waitlisted'), ('assessment', 'rejected'), ('assessment', 'withdrawn'),
    ('waitlisted', 'approved'), ('waitlisted', 'rejected'), ('waitlisted', 'withdrawn'),
    ('approved', 'payment_pending'), ('approved', 'enrolled'), ('approved', 'withdrawn'),
    ('payment_pending', 'enrolled'), ('payment_pending', 'withdrawn');

CREATE TABLE enrollment_progress (
    student_id uuid NOT NULL REFERENCES users ON DELETE RESTRICT,
    school_year_id uuid NOT NULL REFERENCES school_years ON DELETE RESTRICT,
    grade_level_id uuid NOT NULL REFERENCES grade_levels ON DELETE RESTRICT,
    status text NOT NULL REFERENCES enrollment_statuses ON DELETE RESTRICT,
    section_id uuid,
    remarks text CHECK (char_length(remarks) BETWEEN 1 AND 1000),
    submitted_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by uuid REFERENCES users ON DELETE RESTRICT,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT enrollment_progress_exists PRIMARY KEY (student_id, school_year_id),
    CONSTRAINT enrollment_progress_section FOREIGN KEY (section_id, school_year_id)
        REFERENCES sections (id, school_year_id) ON DELETE RESTRICT,
    CONSTRAINT enrollment_progress_section_when_enrolled CHECK ((status = 'enrolled') = (section_id IS NOT NULL))
);
CREATE INDEX enrollment_progress_newest ON enrollment_progress (student_id, submitted_at DESC);
CREATE INDEX enrollment_progress_by_status ON enrollment_progress (school_year_id, status, changed_at);
CREATE INDEX enrollment_progress_by_change ON enrollment_progress (school_year_id, changed_at);
CREATE INDEX enrollment_progress_by_grade_level ON enrollment_progress (grade_level_id);
CREATE INDEX enrollment_progress_by_section ON enrollment_progress (section_id);
CREATE TRIGGER enrollment_progress_touch BEFORE UPDATE ON enrollment_progress
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE ON enrollment_progress TO homeroom_app;

CREATE TABLE enrollment_moves (
    student_id uuid NOT NULL,
    school_year_id uuid NOT NULL,
    -- The version that the application reached by this step, from 1.
    number integer NOT NULL CHECK (number > 0),
    from_status text REFERENCES enrollment_statuses ON DELETE RESTRICT,
    to_status text NOT NULL REFERENCES enrollment_statuses ON DELETE RESTRICT,
    remarks text CHECK (char_length(remarks) BETWEEN 1 AND 1000),
    moved_by uuid REFERENCES users ON DELETE RESTRICT,
    moved_at timestamptz NOT NULL,
    PRIMARY KEY (student_id, school_year_id, number),
    FOREIGN KEY (student_id, school_year_id) REFERENCES enrollment_progress ON DELETE RESTRICT,
    CONSTRAINT enrollment_moves_are_allowed FOREIGN KEY (from_status, to_status)
        REFERENCES enrollment_transitions ON DELETE RESTRICT,
    CONSTRAINT enrollment_moves_begin_with_submitted CHECK (
        (number = 1) = (from_status IS NULL) AND (number > 1 OR to_status = 'submitted')
    )
);
CREATE TRIGGER enrollment_moves_append_only BEFORE UPDATE OR DELETE ON enrollment_moves
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER enrollment_moves_no_truncate BEFORE TRUNCATE ON enrollment_moves
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON enrollment_moves TO homeroom_app;
