DROP INDEX account_links_by_end;
DROP INDEX jobs_by_end;
DROP INDEX sessions_by_end;
DROP TRIGGER user_roles_keep_an_administrator ON user_roles;
DROP TRIGGER users_keep_an_administrator ON users;
DROP FUNCTION users_keep_an_administrator();
