DROP TABLE settings;
DROP FUNCTION settings_know_time_zone();
DROP FUNCTION searchable(text);
DROP FUNCTION refuse_change();
DROP FUNCTION touch_updated_at();
REVOKE USAGE ON SCHEMA public FROM homeroom_app;
DROP EXTENSION unaccent;
DROP EXTENSION pg_trgm;
DROP EXTENSION btree_gist;
