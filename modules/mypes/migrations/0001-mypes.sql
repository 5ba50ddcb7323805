CREATE SCHEMA mypes;
COMMENT ON SCHEMA mypes IS 'The regime for micro and small exporters (M13): classified products, sales to one buyer, who adheres to the agreement.';

CREATE TABLE mypes.product (
  case_id     uuid NOT NULL,
  line        integer NOT NULL,
  world       text NOT NULL DEFAULT '',
  country     text NOT NULL,
  owner_org   uuid NOT NULL,
  product     text NOT NULL,
  code        text NOT NULL,
  act         text NOT NULL,
  agent_name  text NOT NULL,
  signed_at   timestamptz(3) NOT NULL,
  valid_until date NOT NULL,
  PRIMARY KEY (case_id, line)
);
COMMENT ON TABLE mypes.product IS 'Products of a firm whose classification an agent has signed, and until when the act may be used again (M13-10).';
CREATE INDEX product_of ON mypes.product (world, owner_org, product, valid_until);

CREATE TABLE mypes.sale (
  case_id   uuid NOT NULL PRIMARY KEY,
  world     text NOT NULL DEFAULT '',
  country   text NOT NULL,
  owner_org uuid NOT NULL,
  consignee text NOT NULL,
  value_usd numeric(24, 6) NOT NULL,
  at        timestamptz(3) NOT NULL,
  live      boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE mypes.sale IS 'What a firm declared to one buyer and when, so that one sale is not split into several (M13-4).';
CREATE INDEX sale_of ON mypes.sale (world, owner_org, consignee, at);

CREATE TABLE mypes.adherent (
  case_id  uuid NOT NULL PRIMARY KEY,
  world    text NOT NULL DEFAULT '',
  country  text NOT NULL,
  org_id   uuid NOT NULL,
  kind     text NOT NULL CHECK (kind IN ('agent', 'carrier')),
  name     text NOT NULL,
  fee      text,
  live     boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE mypes.adherent IS 'Agents and carriers that adhere to the agreement of rights and duties: only they can be chosen (M13-9). The case is the evidence.';

ALTER TABLE mypes.product ENABLE ROW LEVEL SECURITY;
ALTER TABLE mypes.sale ENABLE ROW LEVEL SECURITY;
ALTER TABLE mypes.adherent ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON mypes.product USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON mypes.sale USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON mypes.adherent USING (current_setting('app.scope', true) = 'platform');
-- Whoever needs one may see who there is to choose.
CREATE POLICY everybody ON mypes.adherent FOR SELECT USING (live);
GRANT USAGE ON SCHEMA mypes TO vuce_app;
GRANT SELECT, INSERT ON mypes.product TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON mypes.sale, mypes.adherent TO vuce_app;
