CREATE OR REPLACE FUNCTION people_addressed(everyone boolean, wanted_roles text[], wanted_sections uuid[])
RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT users.id FROM users
    WHERE users.deactivated_at IS NULL AND (
        people_addressed.everyone
        OR EXISTS (SELECT FROM user_roles AS held
                   WHERE held.user_id = users.id AND held.role_code = ANY(wanted_roles))
        OR users.id IN (
            SELECT teacher_id FROM teaching_assignments WHERE section_id = ANY(wanted_sections)
            UNION ALL
            SELECT adviser_id FROM sections WHERE id = ANY(wanted_sections) AND adviser_id IS NOT NULL
            UNION ALL
            SELECT student_id FROM placements WHERE section_id = ANY(wanted_sections)
            UNION ALL
            SELECT link.guardian_id
            FROM placements AS place
            JOIN guardians AS link ON link.student_id = place.student_id AND link.academics
            CROSS JOIN settings
            WHERE place.section_id = ANY(wanted_sections)
              AND daterange(link.starts_on, link.ends_on, '[]') @> (now() AT TIME ZONE settings.time_zone)::date
        )
    )
$$;
