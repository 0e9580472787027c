-- payment-service: transactions and refunds (S14).
-- Runs as payments_owner with search_path = payments. Orders belong to another service: order_id is a plain number.

CREATE FUNCTION set_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

CREATE TABLE transactions (
    id                 bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id          uuid           NOT NULL DEFAULT gen_random_uuid(),
    order_id           bigint         NOT NULL,
    idempotency_key    text           NOT NULL CHECK (idempotency_key <> ''),
    provider           text           NOT NULL CHECK (provider <> ''),
    provider_reference text,
    status             text           NOT NULL DEFAULT 'pending'
                                      CHECK (status IN ('pending', 'authorized', 'captured', 'failed', 'cancelled')),
    amount             numeric(14, 2) NOT NULL CHECK (amount > 0),
    currency           text           NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    created_at         timestamptz    NOT NULL DEFAULT now(),
    updated_at         timestamptz    NOT NULL DEFAULT now(),
    UNIQUE (public_id),
    UNIQUE (idempotency_key),
    UNIQUE (provider, provider_reference),
    -- Lets a refund name its transaction's currency.
    UNIQUE (id, currency)
);
COMMENT ON COLUMN transactions.idempotency_key IS 'Given by the caller; a repeated request finds its first attempt.';
CREATE INDEX transactions_order_id ON transactions (order_id);
CREATE INDEX transactions_unsettled_created_at ON transactions (created_at) WHERE status IN ('pending', 'authorized');

CREATE TRIGGER transactions_updated_at BEFORE UPDATE ON transactions
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE refunds (
    id              bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transaction_id  bigint         NOT NULL,
    idempotency_key text           NOT NULL CHECK (idempotency_key <> ''),
    status          text           NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'succeeded', 'failed')),
    amount          numeric(14, 2) NOT NULL CHECK (amount > 0),
    currency        text           NOT NULL,
    reason          text,
    created_at      timestamptz    NOT NULL DEFAULT now(),
    updated_at      timestamptz    NOT NULL DEFAULT now(),
    UNIQUE (idempotency_key),
    -- Money is given back in the currency it was taken in.
    FOREIGN KEY (transaction_id, currency) REFERENCES transactions (id, currency)
);
CREATE INDEX refunds_transaction_id ON refunds (transaction_id);

CREATE TRIGGER refunds_updated_at BEFORE UPDATE ON refunds
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
