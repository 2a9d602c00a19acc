DROP FUNCTION post_messages(uuid[], uuid[], uuid[], bigint[], uuid[], text[], text[], text[], timestamptz, boolean);
DROP TABLE last_seen;
DROP TABLE message_mentions;
DROP TABLE message_files;
DROP TABLE message_revisions;
DROP TABLE messages;
DROP FUNCTION messages_keep_their_past();
DROP TRIGGER sections_followed ON sections;
DROP TRIGGER teaching_assignments_followed ON teaching_assignments;
DROP TRIGGER placements_followed ON placements;
DROP FUNCTION conversations_follow_advisers();
DROP FUNCTION conversations_follow_placements();
DROP FUNCTION follow_section(uuid);
DROP FUNCTION section_members(uuid);
DROP TABLE conversation_members;
DROP FUNCTION conversation_members_bump_rights();
DROP TABLE conversations;

DELETE FROM files WHERE feature = 'message';
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
    INSERT INTO section_storage AS own (section_id, bytes) VALUES (of_section, GREATEST(after - before, 0))
        ON CONFLICT (section_id) DO UPDATE SET bytes = own.bytes + after - before RETURNING bytes INTO taken;
    IF after > before AND taken > (SELECT section_quota_bytes FROM settings) THEN
        RAISE EXCEPTION 'the section would take more room than it has'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'files_within_section_quota', TABLE = 'files';
    END IF;
    INSERT INTO person_storage AS own (user_id, bytes) VALUES (of_person, GREATEST(after - before, 0))
        ON CONFLICT (user_id) DO UPDATE SET bytes = own.bytes + after - before RETURNING bytes INTO taken;
    IF after > before AND taken > (SELECT person_quota_bytes FROM settings) THEN
        RAISE EXCEPTION 'the person would take more room than they have'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'files_within_person_quota', TABLE = 'files';
    END IF;
    RETURN NULL;
END $$;
ALTER TABLE files
    DROP CONSTRAINT files_belong_to_a_section,
    ALTER section_id SET NOT NULL,
    DROP CONSTRAINT files_feature_check,
    ADD CONSTRAINT files_feature_check CHECK (feature IN ('task_attachment', 'submission', 'module'));
