-- inventory-service: what is in stock and what is promised (S15).
-- Runs as inventory_owner with search_path = inventory. Products and orders belong to other services: their ids are plain numbers.

CREATE FUNCTION set_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

CREATE TABLE stock_levels (
    product_id    bigint      NOT NULL,
    warehouse     text        NOT NULL CHECK (warehouse <> ''),
    on_hand       integer     NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
    reserved      integer     NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    reorder_point integer     NOT NULL DEFAULT 0 CHECK (reorder_point >= 0),
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (product_id, warehouse),
    -- Two buyers of the last piece: the second one's UPDATE fails here instead of overselling.
    CHECK (reserved <= on_hand)
);

CREATE TRIGGER stock_levels_updated_at BEFORE UPDATE ON stock_levels
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE reservations (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id bigint      NOT NULL,
    warehouse  text        NOT NULL,
    order_id   bigint      NOT NULL,
    quantity   integer     NOT NULL CHECK (quantity > 0),
    status     text        NOT NULL DEFAULT 'held' CHECK (status IN ('held', 'committed', 'released', 'expired')),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (product_id, warehouse) REFERENCES stock_levels,
    UNIQUE (order_id, product_id, warehouse),
    CHECK (expires_at > created_at)
);
CREATE INDEX reservations_product_id_warehouse ON reservations (product_id, warehouse);
CREATE INDEX reservations_held_expires_at ON reservations (expires_at) WHERE status = 'held';

CREATE TRIGGER reservations_updated_at BEFORE UPDATE ON reservations
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
