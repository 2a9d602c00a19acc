DROP TABLE calendar_feeds;
DROP TABLE mail_wishes;
DROP TABLE notifications;
DROP FUNCTION new_id();
