-- user-service: people, their preferences and addresses (S12).
-- Runs as users_owner with search_path = users.

CREATE FUNCTION set_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

CREATE TABLE users (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email      text        NOT NULL CHECK (email LIKE '%_@_%'),
    full_name  text        NOT NULL CHECK (full_name <> ''),
    phone      text        CHECK (phone ~ '^\+[0-9]{6,15}$'),
    status     text        NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'deleted')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
-- One account an address, whatever its letters' case.
CREATE UNIQUE INDEX users_email ON users (lower(email));

CREATE TRIGGER users_updated_at BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE preferences (
    user_id    bigint      NOT NULL REFERENCES users ON DELETE CASCADE,
    name       text        NOT NULL CHECK (name <> ''),
    value      jsonb       NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, name)
);

CREATE TRIGGER preferences_updated_at BEFORE UPDATE ON preferences
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE addresses (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id     bigint      NOT NULL REFERENCES users ON DELETE CASCADE,
    purpose     text        NOT NULL DEFAULT 'shipping' CHECK (purpose IN ('shipping', 'billing')),
    recipient   text        NOT NULL CHECK (recipient <> ''),
    line_1      text        NOT NULL CHECK (line_1 <> ''),
    line_2      text,
    city        text        NOT NULL CHECK (city <> ''),
    region      text,
    postal_code text        NOT NULL CHECK (postal_code <> ''),
    country     text        NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    is_default  boolean     NOT NULL DEFAULT false,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN addresses.country IS 'ISO 3166-1 alpha-2.';
CREATE INDEX addresses_user_id ON addresses (user_id);
CREATE UNIQUE INDEX addresses_one_default ON addresses (user_id, purpose) WHERE is_default;

CREATE TRIGGER addresses_updated_at BEFORE UPDATE ON addresses
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
