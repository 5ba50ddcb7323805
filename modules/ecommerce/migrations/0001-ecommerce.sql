CREATE SCHEMA ecommerce;
COMMENT ON SCHEMA ecommerce IS 'Orders of online shops: rows as they came, orders as they were declared, codes of products (M14).';

CREATE TABLE ecommerce.sold_row (
  case_id  uuid NOT NULL,
  n        integer NOT NULL,
  data     jsonb NOT NULL,
  before   jsonb,
  faults   jsonb NOT NULL DEFAULT '[]',
  sent     boolean NOT NULL DEFAULT false,
  PRIMARY KEY (case_id, n)
);
COMMENT ON TABLE ecommerce.sold_row IS 'One row of a batch as it stands, what it was before the last correction, and what is wrong with it. Holds names of buyers: not part of the chain.';

CREATE TABLE ecommerce.shop_order (
  case_id     uuid NOT NULL,
  key         text NOT NULL,
  world       text NOT NULL DEFAULT '',
  country     text NOT NULL,
  owner_org   uuid NOT NULL,
  platform    text NOT NULL,
  order_id    text NOT NULL,
  buyer_country text NOT NULL,
  payment_ref text NOT NULL,
  run         integer NOT NULL,
  item        integer NOT NULL,
  value       numeric(24, 6) NOT NULL,
  currency    text NOT NULL,
  local       numeric(24, 6) NOT NULL,
  route       text NOT NULL CHECK (route IN ('list', 'simplified', 'general')),
  status      text NOT NULL CHECK (status IN ('submitted', 'accepted', 'rejected', 'shipped', 'exited', 'returning', 'returned')),
  declaration uuid,
  mrn         text,
  accepted_at timestamptz(3),
  tracking    text,
  exited_at   timestamptz(3),
  corrected   numeric(24, 6),
  PRIMARY KEY (case_id, key)
);
COMMENT ON TABLE ecommerce.shop_order IS 'One order as it was declared, and what became of it. The events of its batch are the evidence.';
CREATE INDEX shop_order_known ON ecommerce.shop_order (world, owner_org, key);
CREATE INDEX shop_order_declaration ON ecommerce.shop_order (declaration) WHERE declaration IS NOT NULL;

CREATE TABLE ecommerce.product_code (
  world     text NOT NULL DEFAULT '',
  owner_org uuid NOT NULL,
  sku       text NOT NULL,
  hs6       text NOT NULL,
  uses      integer NOT NULL,
  PRIMARY KEY (world, owner_org, sku, hs6)
);
COMMENT ON TABLE ecommerce.product_code IS 'Codes under which a firm has declared its products: what is suggested the next time (M14-4).';

ALTER TABLE ecommerce.sold_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE ecommerce.shop_order ENABLE ROW LEVEL SECURITY;
ALTER TABLE ecommerce.product_code ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON ecommerce.sold_row USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON ecommerce.shop_order USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON ecommerce.product_code USING (current_setting('app.scope', true) = 'platform');
GRANT USAGE ON SCHEMA ecommerce TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON ecommerce.sold_row, ecommerce.shop_order, ecommerce.product_code TO vuce_app;
