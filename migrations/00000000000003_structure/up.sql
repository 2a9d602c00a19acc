-- Years, terms, grade levels, subjects, sections, who is placed and who teaches there.

CREATE TABLE school_years (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 50),
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT school_years_end_after_start CHECK (ends_on >= starts_on),
    CONSTRAINT school_years_do_not_overlap EXCLUDE USING gist (daterange(starts_on, ends_on, '[]') WITH &&)
);
CREATE UNIQUE INDEX school_years_name_taken ON school_years (lower(name));
CREATE INDEX school_years_by_start ON school_years (starts_on);
CREATE TRIGGER school_years_touch BEFORE UPDATE ON school_years FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE, DELETE ON school_years TO homeroom_app;

-- The year that a page means when nobody names one: the last that has begun, else the first to come.
CREATE FUNCTION current_school_year() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT school_years.id FROM school_years, settings
    ORDER BY starts_on <= (now() AT TIME ZONE settings.time_zone)::date DESC,
        abs(starts_on - (now() AT TIME ZONE settings.time_zone)::date)
    LIMIT 1
$$;

CREATE TABLE terms (
    id uuid PRIMARY KEY,
    school_year_id uuid NOT NULL REFERENCES school_years ON DELETE RESTRICT,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 50),
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT terms_end_after_start CHECK (ends_on >= starts_on),
    CONSTRAINT terms_do_not_overlap EXCLUDE USING gist
        (school_year_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&)
);
CREATE UNIQUE INDEX terms_name_taken ON terms (school_year_id, lower(name));
CREATE TRIGGER terms_touch BEFORE UPDATE ON terms FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE, DELETE ON terms TO homeroom_app;

-- A term lies inside its year, whichever of the two changes, and whoever changes them at once.
CREATE FUNCTION terms_stay_in_year() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM school_years AS year
        WHERE year.id = NEW.school_year_id AND year.starts_on <= NEW.starts_on AND NEW.ends_on <= year.ends_on
        FOR SHARE;
    IF NOT FOUND AND EXISTS (SELECT FROM school_years WHERE id = NEW.school_year_id) THEN
        RAISE EXCEPTION 'the term reaches beyond its school year'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'terms_stay_in_year', TABLE = 'terms';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER terms_stay_in_year BEFORE INSERT OR UPDATE ON terms FOR EACH ROW EXECUTE FUNCTION terms_stay_in_year();

CREATE FUNCTION school_years_cover_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM terms WHERE school_year_id = NEW.id AND (starts_on < NEW.starts_on OR ends_on > NEW.ends_on)
    ) THEN
        RAISE EXCEPTION 'a term reaches beyond its school year'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'terms_stay_in_year', TABLE = 'terms';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER school_years_cover_terms AFTER UPDATE OF starts_on, ends_on ON school_years
    FOR EACH ROW EXECUTE FUNCTION school_years_cover_terms();

CREATE TABLE grade_levels (
    id uuid PRIMARY KEY,
    code text NOT NULL CHECK (char_length(code) BETWEEN 1 AND 20),
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    position smallint NOT NULL CHECK (position > 0)
        CONSTRAINT grade_levels_position_taken UNIQUE DEFERRABLE INITIALLY IMMEDIATE,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX grade_levels_code_taken ON grade_levels (lower(code));
CREATE TRIGGER grade_levels_touch BEFORE UPDATE ON grade_levels FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE, DELETE ON grade_levels TO homeroom_app;

CREATE TABLE subjects (
    id uuid PRIMARY KEY,
    code text NOT NULL CHECK (char_length(code) BETWEEN 1 AND 20),
    title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    search text NOT NULL GENERATED ALWAYS AS (searchable(code || ' ' || title)) STORED
);
CREATE UNIQUE INDEX subjects_code_taken ON subjects (lower(code));
CREATE INDEX subjects_by_search ON subjects USING gin (search gin_trgm_ops);
CREATE TRIGGER subjects_touch BEFORE UPDATE ON subjects FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE, DELETE ON subjects TO homeroom_app;

CREATE TABLE sections (
    id uuid PRIMARY KEY,
    school_year_id uuid NOT NULL REFERENCES school_years ON DELETE RESTRICT,
    grade_level_id uuid NOT NULL REFERENCES grade_levels ON DELETE RESTRICT,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    adviser_id uuid REFERENCES users ON DELETE RESTRICT,
    room text CHECK (char_length(room) BETWEEN 1 AND 50),
    capacity integer NOT NULL CHECK (capacity BETWEEN 1 AND 500),
    -- Kept by the placements' trigger. Whoever places a student takes the lock on this row, so that the
    -- check below holds however many try at once.
    enrolled integer NOT NULL DEFAULT 0 CHECK (enrolled >= 0),
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    search text NOT NULL GENERATED ALWAYS AS (searchable(name || ' ' || COALESCE(room, ''))) STORED,
    CONSTRAINT sections_not_overfull CHECK (enrolled <= capacity),
    CONSTRAINT sections_of_a_year UNIQUE (id, school_year_id)
);
CREATE UNIQUE INDEX sections_name_taken ON sections (school_year_id, grade_level_id, lower(name));
CREATE INDEX sections_by_grade_level ON sections (grade_level_id);
CREATE INDEX sections_by_adviser ON sections (adviser_id);
CREATE INDEX sections_by_search ON sections USING gin (search gin_trgm_ops);
CREATE TRIGGER sections_touch BEFORE UPDATE ON sections FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE, DELETE ON sections TO homeroom_app;

CREATE FUNCTION sections_bump_rights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.adviser_id IS NOT NULL THEN PERFORM bump_rights(OLD.adviser_id); END IF;
    IF TG_OP <> 'DELETE' AND NEW.adviser_id IS NOT NULL THEN PERFORM bump_rights(NEW.adviser_id); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER sections_bump_rights AFTER INSERT OR DELETE OR UPDATE OF adviser_id ON sections
    FOR EACH ROW EXECUTE FUNCTION sections_bump_rights();

CREATE TABLE placements (
    id uuid PRIMARY KEY,
    student_id uuid NOT NULL REFERENCES users ON DELETE RESTRICT,
    section_id uuid NOT NULL,
    school_year_id uuid NOT NULL,
    placed_on date NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT placements_one_a_year UNIQUE (student_id, school_year_id),
    CONSTRAINT placements_in_section FOREIGN KEY (section_id, school_year_id)
        REFERENCES sections (id, school_year_id) ON DELETE RESTRICT
);
CREATE INDEX placements_by_section ON placements (section_id);
CREATE TRIGGER placements_touch BEFORE UPDATE ON placements FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
GRANT SELECT, INSERT, UPDATE, DELETE ON placements TO homeroom_app;

CREATE FUNCTION placements_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Two sections are always locked in the order of their ids, so that two moves do not wait for each other.
    PERFORM FROM sections WHERE id IN (OLD.section_id, NEW.section_id) ORDER BY id FOR NO KEY UPDATE;
    UPDATE sections SET enrolled = enrolled - 1 WHERE id = OLD.section_id AND NEW.section_id IS DISTINCT FROM id;
    UPDATE sections SET enrolled = enrolled + 1 WHERE id = NEW.section_id AND OLD.section_id IS DISTINCT FROM id;
    PERFORM bump_family_rights(COALESCE(NEW.student_id, OLD.student_id));
    RETURN NULL;
END $$;
CREATE TRIGGER placements_count AFTER INSERT OR UPDATE OR DELETE ON placements
    FOR EACH ROW EXECUTE FUNCTION placements_count();

CREATE TABLE teaching_assignments (
    id uuid PRIMARY KEY,
    teacher_id uuid NOT NULL REFERENCES users ON DELETE RESTRICT,
    subject_id uuid NOT NULL REFERENCES subjects ON DELETE RESTRICT,
    section_id uuid NOT NULL REFERENCES sections ON DELETE RESTRICT,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT teaching_assignments_once UNIQUE (section_id, subject_id, teacher_id)
);
CREATE INDEX teaching_assignments_by_teacher ON teaching_assignments (teacher_id);
CREATE INDEX teaching_assignments_by_subject ON teaching_assignments (subject_id);
GRANT SELECT, INSERT, DELETE ON teaching_assignments TO homeroom_app;

CREATE FUNCTION teaching_assignments_bump_rights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM bump_rights(COALESCE(NEW.teacher_id, OLD.teacher_id));
    RETURN NULL;
END $$;
CREATE TRIGGER teaching_assignments_bump_rights AFTER INSERT OR DELETE ON teaching_assignments
    FOR EACH ROW EXECUTE FUNCTION teaching_assignments_bump_rights();
