CREATE TABLE h2h.batch (
  id          uuid           NOT NULL PRIMARY KEY,
  org_id      uuid           NOT NULL,
  account_id  uuid           NOT NULL,
  grants      text[]         NOT NULL,
  sandbox_id  uuid,
  form        text           NOT NULL CHECK (form IN ('xml', 'json')),
  received_at timestamptz(3) NOT NULL,
  total       integer,
  finished_at timestamptz(3)
);
COMMENT ON TABLE h2h.batch IS 'Files of many messages, each done by itself; total is set once the whole file is here.';

CREATE TABLE h2h.batch_item (
  batch_id     uuid     NOT NULL REFERENCES h2h.batch (id),
  n            integer  NOT NULL,
  org_id       uuid     NOT NULL,
  content      bytea,
  status       smallint,
  leased_until timestamptz(3),
  answer       text,
  PRIMARY KEY (batch_id, n)
);
COMMENT ON TABLE h2h.batch_item IS 'One message of a file (raw deflate, until it is done), and what it was answered: status as in HTTP, and the answer before it is signed.';
CREATE INDEX batch_item_open ON h2h.batch_item (batch_id, n) WHERE status IS NULL;

ALTER TABLE h2h.batch ENABLE ROW LEVEL SECURITY;
ALTER TABLE h2h.batch_item ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON h2h.batch USING (
  current_setting('app.scope', true) = 'platform' OR org_id = nullif(current_setting('app.org', true), '')::uuid
);
CREATE POLICY own ON h2h.batch_item USING (
  current_setting('app.scope', true) = 'platform' OR org_id = nullif(current_setting('app.org', true), '')::uuid
);
GRANT SELECT, INSERT, UPDATE ON h2h.batch TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON h2h.batch_item TO vuce_app;
