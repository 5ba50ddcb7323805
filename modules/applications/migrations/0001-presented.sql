CREATE SCHEMA applications;
COMMENT ON SCHEMA applications IS 'What applications must keep between cases.';

CREATE TABLE applications.presented (
  owner_org      uuid NOT NULL,
  digest         bytea NOT NULL CHECK (octet_length(digest) = 16),
  application_id uuid NOT NULL,
  dossier_id     uuid NOT NULL,
  number         text NOT NULL,
  sandbox_id     uuid,
  PRIMARY KEY (owner_org, digest, application_id)
);
COMMENT ON TABLE applications.presented IS 'What a firm has already presented: a digest of invoice, arrival and commodities, to warn of the same shipment filed twice (M08).';

ALTER TABLE applications.presented ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON applications.presented USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY own ON applications.presented USING (owner_org = nullif(current_setting('app.org', true), '')::uuid);
GRANT USAGE ON SCHEMA applications TO vuce_app;
GRANT SELECT, INSERT ON applications.presented TO vuce_app;
