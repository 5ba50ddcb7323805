CREATE SCHEMA h2h;
COMMENT ON SCHEMA h2h IS 'Messages between the systems of firms and the window (M30).';

CREATE TABLE h2h.message (
  org_id      uuid           NOT NULL,
  message_id  text           NOT NULL CHECK (length(message_id) BETWEEN 1 AND 70),
  sandbox_id  uuid,
  message     text           NOT NULL,
  version     smallint       NOT NULL,
  form        text           NOT NULL CHECK (form IN ('xml', 'json')),
  digest      text           NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  serial      text           NOT NULL,
  status      text           NOT NULL CHECK (status IN ('PROCESSED', 'REJECTED')),
  received_at timestamptz(3) NOT NULL,
  case_id     uuid,
  answer      text           NOT NULL,
  content     bytea          NOT NULL,
  PRIMARY KEY (org_id, message_id)
);
COMMENT ON TABLE h2h.message IS 'Messages taken in: one row a message, as it was signed (raw deflate), with the body of the answer it was given.';
COMMENT ON COLUMN h2h.message.serial IS 'Serial number of the certificate that signed it.';
ALTER TABLE h2h.message ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX message_age ON h2h.message (received_at);

ALTER TABLE h2h.message ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON h2h.message USING (
  current_setting('app.scope', true) = 'platform' OR org_id = nullif(current_setting('app.org', true), '')::uuid
);
GRANT USAGE ON SCHEMA h2h TO vuce_app;
GRANT SELECT, INSERT, DELETE ON h2h.message TO vuce_app;
