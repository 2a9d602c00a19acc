-- New words wait in a list until it is this long, in kilobytes, and whoever makes it longer brings all of them into the
-- index: with the four megabytes that are usual a message took a tenth of a second, and those behind it waited as well.
ALTER INDEX messages_by_words SET (gin_pending_list_limit = 256);
