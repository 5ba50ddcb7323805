CREATE SCHEMA documents;
COMMENT ON SCHEMA documents IS 'Issued documents: the signed record is the original, any PDF its rendering.';

CREATE TABLE documents.issued (
  case_id   uuid NOT NULL,
  edition   integer NOT NULL,
  code      text NOT NULL,
  number    text NOT NULL,
  type      text NOT NULL,
  issuer    uuid NOT NULL,
  record    text NOT NULL,
  digest    text NOT NULL,
  jws       text NOT NULL,
  issued_at timestamptz(3) NOT NULL,
  readers   uuid[] NOT NULL,
  PRIMARY KEY (case_id, edition)
);
COMMENT ON TABLE documents.issued IS 'One row per edition of an issued document. record is the canonical JSON that jws signs; digest its SHA-256.';
COMMENT ON COLUMN documents.issued.code IS 'Public verification code: random, the same for all editions of a document.';
CREATE INDEX issued_code ON documents.issued (code, edition DESC);
CREATE INDEX issued_digest ON documents.issued (digest);

CREATE TABLE documents.verification (
  day   date NOT NULL,
  code  text NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (day, code)
);
COMMENT ON TABLE documents.verification IS 'How often each document was verified (M03-5). Nobody''s identity is kept.';

ALTER TABLE documents.issued ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON documents.issued USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY readers ON documents.issued FOR SELECT USING (nullif(current_setting('app.org', true), '')::uuid = ANY (readers));
ALTER TABLE documents.verification ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON documents.verification USING (current_setting('app.scope', true) = 'platform');
GRANT USAGE ON SCHEMA documents TO vuce_app;
GRANT SELECT, INSERT ON documents.issued TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON documents.verification TO vuce_app;
