DROP TABLE events;
DROP TABLE announcement_reads;
DROP TABLE announcements;
DROP FUNCTION audience_goes_too();
DROP FUNCTION people_addressed(boolean, text[], uuid[]);
DROP TABLE audience_sections;
DROP TABLE audience_roles;
DROP TABLE audiences;
DROP FUNCTION audiences_are_somebody();
