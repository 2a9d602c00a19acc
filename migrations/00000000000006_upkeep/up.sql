-- The school keeps an administrator, and what is of no more use is found quickly when it is tidied away.

-- Looked at when the transaction ends, so that the role may be handed on in it. Whoever takes an administrator
-- away takes the lock first: of two who do it at once, the second sees what the first has done.
CREATE FUNCTION users_keep_an_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'users' THEN
        IF NOT EXISTS (SELECT FROM user_roles WHERE user_id = NEW.id AND role_code = 'admin') THEN
            RETURN NULL;
        END IF;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('homeroom administrators'));
    IF NOT EXISTS (
        SELECT FROM user_roles AS held JOIN users AS person ON person.id = held.user_id
        WHERE held.role_code = 'admin' AND person.deactivated_at IS NULL
    ) THEN
        RAISE EXCEPTION 'nobody would be an active administrator'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'users_keep_an_administrator', TABLE = 'users';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER users_keep_an_administrator AFTER UPDATE OF deactivated_at ON users
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.deactivated_at IS NULL AND NEW.deactivated_at IS NOT NULL)
    EXECUTE FUNCTION users_keep_an_administrator();
CREATE CONSTRAINT TRIGGER user_roles_keep_an_administrator AFTER DELETE ON user_roles
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.role_code = 'admin')
    EXECUTE FUNCTION users_keep_an_administrator();

-- Retention: see docs/operations.md.
CREATE INDEX sessions_by_end ON sessions ((COALESCE(revoked_at, rotated_at)));
CREATE INDEX jobs_by_end ON jobs (finished_at) WHERE status = 'done';
CREATE INDEX account_links_by_end ON account_links (expires_at);
