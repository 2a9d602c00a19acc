-- What every area stands on: extensions, and the functions of the triggers that all tables share.
-- The role homeroom_app is made by `homeroom migrate` before any migration runs.

CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

GRANT USAGE ON SCHEMA public TO homeroom_app;

CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END $$;

-- For tables whose rows are added and never changed. Grants say the same; this also binds the owner.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

-- How names are searched: without case and accents. unaccent() is only stable because its dictionary
-- could be exchanged, which nobody does here; naming the dictionary makes the promise true.
CREATE FUNCTION searchable(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT lower(public.unaccent('public.unaccent'::regdictionary, value))
$$;

CREATE TABLE settings (
    -- There is one row: its key can only be true.
    singleton boolean PRIMARY KEY DEFAULT true CONSTRAINT settings_singleton CHECK (singleton),
    school_name text NOT NULL CHECK (char_length(school_name) BETWEEN 1 AND 200),
    address text CHECK (char_length(address) BETWEEN 1 AND 500),
    time_zone text NOT NULL CHECK (char_length(time_zone) BETWEEN 1 AND 64),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    locale text NOT NULL CHECK (locale ~ '^[a-z]{2,3}(-[A-Z]{2})?$'),
    classmates_may_chat boolean NOT NULL,
    max_upload_bytes bigint NOT NULL CHECK (max_upload_bytes > 0),
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER settings_touch BEFORE UPDATE ON settings FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER settings_keep BEFORE DELETE ON settings FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, UPDATE ON settings TO homeroom_app;

-- Days begin at midnight of this zone in questions that the database answers, so it must know it too.
CREATE FUNCTION settings_know_time_zone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM now() AT TIME ZONE NEW.time_zone;
    RETURN NEW;
EXCEPTION WHEN invalid_parameter_value THEN
    RAISE EXCEPTION 'there is no time zone %', NEW.time_zone
        USING ERRCODE = 'check_violation', CONSTRAINT = 'settings_time_zone_is_known', TABLE = 'settings';
END $$;
CREATE TRIGGER settings_know_time_zone BEFORE INSERT OR UPDATE OF time_zone ON settings
    FOR EACH ROW EXECUTE FUNCTION settings_know_time_zone();

INSERT INTO settings (school_name, time_zone, currency, locale, classmates_may_chat, max_upload_bytes)
VALUES ('Our School', 'Asia/Manila', 'PHP', 'en-PH', false, 104857600);
