-- catalog-service: products, their categories and attributes (S16).
-- Runs as products_owner with search_path = products.

CREATE FUNCTION set_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

CREATE TABLE categories (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    parent_id  bigint      REFERENCES categories,
    slug       text        NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name       text        NOT NULL CHECK (name <> ''),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (slug),
    CHECK (parent_id <> id)
);
CREATE INDEX categories_parent_id ON categories (parent_id);

CREATE TRIGGER categories_updated_at BEFORE UPDATE ON categories
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE products (
    id          bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sku         text           NOT NULL CHECK (sku <> ''),
    category_id bigint         NOT NULL REFERENCES categories,
    name        text           NOT NULL CHECK (name <> ''),
    description text,
    status      text           NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'active', 'discontinued')),
    price       numeric(14, 2) NOT NULL CHECK (price >= 0),
    currency    text           NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    created_at  timestamptz    NOT NULL DEFAULT now(),
    updated_at  timestamptz    NOT NULL DEFAULT now(),
    UNIQUE (sku)
);
CREATE INDEX products_category_id ON products (category_id);
CREATE INDEX products_active_name ON products (name) WHERE status = 'active';

CREATE TRIGGER products_updated_at BEFORE UPDATE ON products
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE attributes (
    product_id bigint NOT NULL REFERENCES products ON DELETE CASCADE,
    name       text   NOT NULL CHECK (name <> ''),
    value      text   NOT NULL,
    PRIMARY KEY (product_id, name)
);
CREATE INDEX attributes_name_value ON attributes (name, value);
