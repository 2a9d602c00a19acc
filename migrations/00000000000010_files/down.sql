DROP TABLE begun_tickets;
DROP TABLE files;
DROP FUNCTION files_within_quota();
DROP TABLE person_storage;
DROP TABLE section_storage;
ALTER TABLE settings DROP COLUMN person_quota_bytes, DROP COLUMN section_quota_bytes;
