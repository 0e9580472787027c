-- order-service: orders, their lines and their history (S13).
-- Runs as orders_owner with search_path = orders. Users and products belong to other services: their ids are plain numbers.

CREATE FUNCTION set_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

CREATE TABLE orders (
    id               bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id        uuid           NOT NULL DEFAULT gen_random_uuid(),
    user_id          bigint         NOT NULL,
    status           text           NOT NULL DEFAULT 'pending'
                                    CHECK (status IN ('pending', 'paid', 'shipped', 'delivered', 'cancelled', 'refunded')),
    total_amount     numeric(14, 2) NOT NULL CHECK (total_amount >= 0),
    currency         text           NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    shipping_address jsonb,
    placed_at        timestamptz    NOT NULL DEFAULT now(),
    created_at       timestamptz    NOT NULL DEFAULT now(),
    updated_at       timestamptz    NOT NULL DEFAULT now(),
    UNIQUE (public_id)
);
COMMENT ON COLUMN orders.currency IS 'ISO 4217; every amount of the order is in it.';
COMMENT ON COLUMN orders.shipping_address IS 'As it was when the order was placed.';
CREATE INDEX orders_user_id_placed_at ON orders (user_id, placed_at DESC);
-- Work queues read the few open orders, not the many finished ones.
CREATE INDEX orders_open_placed_at ON orders (status, placed_at) WHERE status IN ('pending', 'paid', 'shipped');

CREATE TRIGGER orders_updated_at BEFORE UPDATE ON orders
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE order_items (
    id          bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id    bigint         NOT NULL REFERENCES orders ON DELETE CASCADE,
    line_number integer        NOT NULL CHECK (line_number > 0),
    product_id  bigint         NOT NULL,
    sku         text           NOT NULL CHECK (sku <> ''),
    quantity    integer        NOT NULL CHECK (quantity > 0),
    unit_price  numeric(14, 2) NOT NULL CHECK (unit_price >= 0),
    line_total  numeric(16, 2) NOT NULL GENERATED ALWAYS AS (quantity * unit_price) STORED,
    UNIQUE (order_id, line_number)
);
CREATE INDEX order_items_product_id ON order_items (product_id);

CREATE TABLE order_history (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id    bigint      NOT NULL REFERENCES orders ON DELETE CASCADE,
    from_status text,
    to_status   text        NOT NULL,
    changed_by  text        NOT NULL CHECK (changed_by <> ''),
    reason      text,
    changed_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX order_history_order_id_changed_at ON order_history (order_id, changed_at);
