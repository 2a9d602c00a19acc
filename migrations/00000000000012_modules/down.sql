DROP FUNCTION families_of(uuid[]);
DELETE FROM mail_wishes WHERE area IN ('tasks', 'modules');
ALTER TABLE mail_wishes DROP CONSTRAINT mail_wishes_area_check;
ALTER TABLE mail_wishes ADD CONSTRAINT mail_wishes_area_check CHECK (area IN ('announcements', 'events', 'meetings'));

DELETE FROM notifications WHERE num_nonnulls(task_id, submission_id, module_id) > 0;
ALTER TABLE notifications
    DROP CONSTRAINT notifications_once,
    DROP CONSTRAINT notifications_are_of_one_record,
    DROP CONSTRAINT notifications_kind_check,
    DROP COLUMN record_id;
ALTER TABLE notifications
    DROP COLUMN module_id,
    DROP COLUMN submission_id,
    DROP COLUMN task_id,
    ADD CONSTRAINT notifications_kind_check CHECK (kind IN (
        'announcement_published', 'event_added',
        'meeting_scheduled', 'meeting_reminder', 'meeting_started', 'meeting_cancelled')),
    ADD CONSTRAINT notifications_are_of_one_record CHECK (num_nonnulls(announcement_id, event_id, meeting_id) = 1),
    ADD CONSTRAINT notifications_once UNIQUE NULLS NOT DISTINCT (user_id, kind, announcement_id, event_id, meeting_id);
DROP TABLE module_openings;
DROP TABLE modules;
