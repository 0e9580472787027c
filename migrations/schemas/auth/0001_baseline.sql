-- auth-service: credentials, sessions and one-time tokens (S11).
-- Runs as auth_owner with search_path = auth. Users live in another service's schema: user_id is a plain number here.

CREATE FUNCTION set_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

CREATE TABLE users_credentials (
    user_id         bigint      PRIMARY KEY,
    login_name      text        NOT NULL CHECK (login_name <> '' AND login_name = lower(login_name)),
    password_hash   text        NOT NULL CHECK (length(password_hash) >= 20),
    failed_attempts integer     NOT NULL DEFAULT 0 CHECK (failed_attempts >= 0),
    locked_until    timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (login_name)
);
COMMENT ON COLUMN users_credentials.password_hash IS 'Self-describing hash (argon2id, bcrypt); never a password.';

CREATE TRIGGER users_credentials_updated_at BEFORE UPDATE ON users_credentials
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE sessions (
    id           uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id      bigint      NOT NULL REFERENCES users_credentials ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz,
    client_ip    inet,
    user_agent   text,
    CHECK (expires_at > created_at),
    CHECK (revoked_at >= created_at)
);
CREATE INDEX sessions_user_id ON sessions (user_id);
-- What the clean-up and the "log out everywhere" query read.
CREATE INDEX sessions_live_expires_at ON sessions (expires_at) WHERE revoked_at IS NULL;

CREATE TABLE tokens (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    bigint      NOT NULL REFERENCES users_credentials ON DELETE CASCADE,
    purpose    text        NOT NULL CHECK (purpose IN ('email_verification', 'password_reset', 'refresh')),
    token_hash bytea       NOT NULL CHECK (octet_length(token_hash) = 32),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    UNIQUE (token_hash),
    CHECK (expires_at > created_at)
);
COMMENT ON COLUMN tokens.token_hash IS 'SHA-256 of the token; the token itself is never stored.';
CREATE INDEX tokens_user_id ON tokens (user_id);
CREATE INDEX tokens_unused_expires_at ON tokens (expires_at) WHERE used_at IS NULL;
