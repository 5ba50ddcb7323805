CREATE SCHEMA evidence;
COMMENT ON SCHEMA evidence IS 'What proves later that a seal was good when it signed (M03-3), and which credentials were revoked.';

CREATE TABLE evidence.revocation_list (
  id  bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  der bytea          NOT NULL,
  at  timestamptz(3) NOT NULL
);
COMMENT ON TABLE evidence.revocation_list IS 'Revocation lists of the issuing authority as they were when evidence was taken (RFC 5280).';

CREATE TABLE evidence.archive (
  case_id     uuid           NOT NULL,
  edition     integer        NOT NULL,
  seq         integer        NOT NULL CHECK (seq > 0),
  token       bytea          NOT NULL,
  digest      text           NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  stamped_at  timestamptz(3) NOT NULL,
  token_until timestamptz(3) NOT NULL,
  serial      text           NOT NULL,
  chain       bytea[]        NOT NULL,
  ocsp        bytea          NOT NULL,
  list_id     bigint         NOT NULL REFERENCES evidence.revocation_list (id),
  PRIMARY KEY (case_id, edition, seq)
);
COMMENT ON TABLE evidence.archive IS 'Time stamps over a signed record (seq 1) and over all earlier evidence (seq 2 and on), each with the seal''s chain and what was known of revocation.';
COMMENT ON COLUMN evidence.archive.token IS 'RFC 3161 token, DER, over digest: SHA-256 of the JWS for seq 1, of the earlier evidence for later ones.';
COMMENT ON COLUMN evidence.archive.token_until IS 'Last day of the time-stamping certificate: stamped again before it (EvidenceRenewed).';
CREATE INDEX archive_until ON evidence.archive (token_until);

CREATE TABLE evidence.status (
  case_id  uuid    NOT NULL,
  edition  integer NOT NULL,
  list     integer NOT NULL,
  position integer NOT NULL CHECK (position BETWEEN 0 AND 131071),
  PRIMARY KEY (case_id, edition),
  UNIQUE (list, position)
);
COMMENT ON TABLE evidence.status IS 'Where the bit of a verifiable credential stands in its status list (W3C Bitstring Status List).';

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['revocation_list', 'archive', 'status'] LOOP
    EXECUTE format('ALTER TABLE evidence.%s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY platform ON evidence.%s USING (current_setting(''app.scope'', true) = ''platform'')', t);
  END LOOP;
END $$;
GRANT USAGE ON SCHEMA evidence TO vuce_app;
GRANT SELECT, INSERT ON evidence.revocation_list, evidence.archive, evidence.status TO vuce_app;
