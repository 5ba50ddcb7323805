CREATE TABLE permits.batch (
  id        uuid PRIMARY KEY,
  org_id    uuid NOT NULL,
  person_id uuid NOT NULL,
  procedure text NOT NULL,
  pattern   text NOT NULL,
  items     jsonb NOT NULL,
  sample    uuid[] NOT NULL,
  opened    uuid[] NOT NULL DEFAULT '{}',
  digest    text NOT NULL,
  sandbox_id uuid,
  made_at   timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  reason    text,
  result    jsonb,
  decided_at timestamptz(3)
);
COMMENT ON TABLE permits.batch IS 'Proposals of one pattern that an approver decides together: which ones, at which state of their chains, and which were drawn to be opened in full.';
CREATE INDEX batch_org ON permits.batch (org_id, made_at DESC);

CREATE TABLE permits.duplicate_capture (
  at        timestamptz(3) NOT NULL,
  id        uuid NOT NULL,
  org_id    uuid NOT NULL,
  procedure text NOT NULL,
  datum     text NOT NULL,
  source    text NOT NULL,
  PRIMARY KEY (at, id)
);
COMMENT ON TABLE permits.duplicate_capture IS 'Each time an agency asked for a datum that the State or the case already holds, and was stopped (M08-5, data-reuse DUPLICATE_CAPTURE).';
CREATE INDEX duplicate_capture_procedure ON permits.duplicate_capture (procedure, at DESC);

ALTER TABLE permits.batch ENABLE ROW LEVEL SECURITY;
ALTER TABLE permits.duplicate_capture ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON permits.batch USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY own ON permits.batch USING (org_id = nullif(current_setting('app.org', true), '')::uuid);
CREATE POLICY platform ON permits.duplicate_capture USING (current_setting('app.scope', true) = 'platform');
GRANT SELECT, INSERT, UPDATE ON permits.batch TO vuce_app;
GRANT SELECT, INSERT ON permits.duplicate_capture TO vuce_app;
