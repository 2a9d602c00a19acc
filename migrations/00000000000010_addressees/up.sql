-- Whoever belongs to a section is addressed through the role in which they belong to it, for as long as they hold
-- it: neither a guardian who is no parent any more nor a teacher who is no teacher any more is addressed.
CREATE OR REPLACE FUNCTION people_addressed(everyone boolean, wanted_roles text[], wanted_sections uuid[])
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
