-- The school that is measured. :NAMES of numbers are filled in by the program; identifiers are a kind and a
-- number, whose decimal digits end them.

CREATE FUNCTION pg_temp.identifier(kind integer, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex(kind), 8, '0') || '-0000-4000-8000-' || lpad(number::text, 12, '0'))::uuid
$$;

CREATE FUNCTION pg_temp.first_name(number bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT (ARRAY['Andrea', 'Bayani', 'Carmela', 'Diego', 'Elena', 'Francisco', 'Gabriela', 'Hiraya', 'Isabel', 'Jose',
        'Katrina', 'Luis', 'Maria Clara', 'Nicanor', 'Olivia', 'Paolo'])[number % 16 + 1]
$$;

CREATE FUNCTION pg_temp.last_name(number bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT (ARRAY['Aquino', 'Bautista', 'Cruz', 'Dela Cruz', 'Evangelista', 'Flores', 'Garcia', 'Hernandez', 'Ibarra',
        'Jacinto', 'Lopez', 'Mendoza', 'Navarro', 'Ocampo', 'Peñaflor', 'Reyes', 'Santos'])[number % 17 + 1]
$$;

INSERT INTO school_years (id, name, starts_on, ends_on)
SELECT pg_temp.identifier(3, number), first || '–' || first + 1, make_date(first, 6, 1), make_date(first + 1, 3, 31)
FROM generate_series(1, :YEARS) AS number, LATERAL (SELECT (2026 - :YEARS + number)::integer AS first) AS year;

INSERT INTO grade_levels (id, code, name, position)
SELECT pg_temp.identifier(4, number), 'G' || number, 'Grade ' || number, number
FROM generate_series(1, :LEVELS) AS number;

BEGIN;
INSERT INTO users (id, email, first_name, last_name, primary_role)
SELECT pg_temp.identifier(1, number), 'student' || number || '@school.example',
    pg_temp.first_name(number), pg_temp.last_name(number / 16), 'student'
FROM generate_series(1, :STUDENTS) AS number
UNION ALL
SELECT pg_temp.identifier(2, number), 'registrar' || number || '@school.example',
    pg_temp.first_name(number), pg_temp.last_name(number / 16), 'registrar'
FROM generate_series(1, :REGISTRARS) AS number;
INSERT INTO user_roles (user_id, role_code) SELECT id, primary_role FROM users;
COMMIT;

INSERT INTO passwords (user_id, hash, set_at)
SELECT id, ':PASSWORD_HASH', now() FROM users WHERE primary_role = 'registrar';

INSERT INTO sections (id, school_year_id, grade_level_id, name, adviser_id, room, capacity)
SELECT pg_temp.identifier(5, number), pg_temp.identifier(3, year), pg_temp.identifier(4, level),
    'Section ' || place, pg_temp.identifier(2, number % :REGISTRARS + 1), 'Room ' || number % 90 + 101, 40
FROM generate_series(1, :YEARS) AS year, generate_series(1, :LEVELS) AS level, generate_series(1, :SECTIONS) AS place,
    LATERAL (SELECT ((year - 1) * :LEVELS + level - 1) * :SECTIONS + place AS number) AS section;

-- The applications of years past have led into a section; this year's are being looked at.
INSERT INTO enrollment_progress (student_id, school_year_id, grade_level_id, status, section_id, remarks,
    submitted_at, changed_at, changed_by, version)
SELECT pg_temp.identifier(1, student), pg_temp.identifier(3, year), pg_temp.identifier(4, level),
    CASE WHEN is_past THEN 'enrolled' ELSE 'under_review' END,
    CASE WHEN is_past THEN
        pg_temp.identifier(5, ((year - 1) * :LEVELS + level - 1) * :SECTIONS + student % :SECTIONS + 1)
    END,
    CASE WHEN is_past THEN NULL ELSE 'Your documents are complete.' END,
    first + student * interval '1 second', first + interval '10 days' + student * interval '1 second',
    pg_temp.identifier(2, student % :REGISTRARS + 1), CASE WHEN is_past THEN 5 ELSE 2 END
FROM generate_series(1, :STUDENTS) AS student, generate_series(:YEARS - :APPLICATIONS + 1, :YEARS) AS year,
    LATERAL (SELECT student % (:LEVELS - :APPLICATIONS + 1) + year - :YEARS + :APPLICATIONS AS level,
        year < :YEARS AS is_past,
        make_timestamptz((2026 - :YEARS + year)::integer, 4, 1, 8, 0, 0) AS first) AS facts
ORDER BY random();

-- Only this year's steps: nothing that is measured reads those of years past.
INSERT INTO enrollment_moves (student_id, school_year_id, number, from_status, to_status, moved_by, moved_at)
SELECT student_id, school_year_id, 1, NULL, 'submitted', student_id, submitted_at
FROM enrollment_progress WHERE status = 'under_review'
UNION ALL
SELECT student_id, school_year_id, 2, 'submitted', 'under_review', changed_by, changed_at
FROM enrollment_progress WHERE status = 'under_review';

-- A month in which much is going on: every other event lasts a whole day.
BEGIN;
INSERT INTO audiences (id, everyone)
SELECT pg_temp.identifier(6, number), true FROM generate_series(1, :EVENTS) AS number;
INSERT INTO events (id, audience_id, title, place, starts_on, ends_on, starts_at, ends_at)
SELECT pg_temp.identifier(7, number), pg_temp.identifier(6, number), 'Assembly of group ' || number,
    'Room ' || number % 90 + 101,
    CASE WHEN is_long THEN day END, CASE WHEN is_long THEN day END,
    CASE WHEN NOT is_long THEN day + time '01:00' END, CASE WHEN NOT is_long THEN day + time '02:00' END
FROM generate_series(1, :EVENTS) AS number,
    LATERAL (SELECT number % 2 = 0 AS is_long, DATE '2026-10-02' + (number % 28)::integer AS day) AS facts;
COMMIT;

-- Learning modules of the first sections, and the students who read them there.
INSERT INTO placements (id, student_id, section_id, school_year_id, placed_on)
SELECT pg_temp.identifier(8, reader), pg_temp.identifier(1, reader * (:STUDENTS / :READERS)), section.id,
    section.school_year_id, DATE '2026-06-01'
FROM generate_series(1, :READERS) AS reader
    JOIN sections AS section ON section.id = pg_temp.identifier(5, reader % :SHELVES + 1);
BEGIN;
INSERT INTO files (id, feature, status, uploaded_by, section_id, name, storage_key, preview_key, media_type, size,
    sha256, created_at)
SELECT pg_temp.identifier(9, number), 'module', 'clean', pg_temp.identifier(2, number % :REGISTRARS + 1),
    pg_temp.identifier(5, number % :SHELVES + 1), 'lesson-' || number || '.pdf', md5(number::text),
    md5('preview ' || number), 'application/pdf', 100000 + number, sha256(number::text::bytea),
    make_timestamptz(2026, 6, 1, 8, 0, 0) + number * interval '1 minute'
FROM generate_series(1, :MODULES) AS number;
INSERT INTO modules (id, section_id, teacher_id, title, description, file_id, uploaded_at, position)
SELECT pg_temp.identifier(10, number), pg_temp.identifier(5, number % :SHELVES + 1),
    pg_temp.identifier(2, number % :REGISTRARS + 1), 'Lesson ' || number, 'Read it before we meet again.',
    pg_temp.identifier(9, number), make_timestamptz(2026, 6, 1, 8, 0, 0) + number * interval '1 minute', number
FROM generate_series(1, :MODULES) AS number;
COMMIT;
