CREATE SCHEMA pki;
COMMENT ON SCHEMA pki IS 'Certificates that the authority of the installation has issued (RFC 5280).';

CREATE TABLE pki.certificate (
  serial     text           NOT NULL PRIMARY KEY CHECK (serial ~ '^[0-9a-f]{32}$'),
  kind       text           NOT NULL,
  subject    text           NOT NULL,
  org        text,
  key_id     text           NOT NULL,
  der        bytea          NOT NULL,
  not_before timestamptz(3) NOT NULL,
  not_after  timestamptz(3) NOT NULL,
  issued_at  timestamptz(3) NOT NULL,
  revoked_at timestamptz(3),
  reason     smallint CHECK ((reason IS NULL) = (revoked_at IS NULL))
);
COMMENT ON TABLE pki.certificate IS 'Every certificate by its serial number; key_id is the RFC 7638 thumbprint of its key. Revoked ones keep their row.';
COMMENT ON COLUMN pki.certificate.reason IS 'CRLReason of RFC 5280, 5.3.1.';
CREATE INDEX certificate_key ON pki.certificate (key_id, issued_at DESC);
CREATE INDEX certificate_revoked ON pki.certificate (revoked_at) WHERE revoked_at IS NOT NULL;

ALTER TABLE pki.certificate ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON pki.certificate USING (current_setting('app.scope', true) = 'platform');
GRANT USAGE ON SCHEMA pki TO vuce_app;
GRANT SELECT, INSERT ON pki.certificate TO vuce_app;
GRANT UPDATE (revoked_at, reason) ON pki.certificate TO vuce_app;
