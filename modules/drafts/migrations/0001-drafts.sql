CREATE SCHEMA drafts;
COMMENT ON SCHEMA drafts IS 'What people have typed and not yet sent.';

CREATE TABLE drafts.draft (
  org_id     uuid NOT NULL,
  person_id  uuid NOT NULL,
  key        text NOT NULL CHECK (length(key) BETWEEN 1 AND 120),
  version    integer NOT NULL CHECK (version > 0),
  title      text,
  about      uuid,
  content    text NOT NULL CHECK (octet_length(content) <= 262144),
  saved_at   timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, person_id, key)
);
COMMENT ON TABLE drafts.draft IS 'Drafts of one person acting for one organisation. No case, no event and no log repeats them, so deleting a row erases it.';
CREATE INDEX draft_expiry ON drafts.draft (expires_at);
ALTER TABLE drafts.draft ALTER COLUMN content SET STORAGE EXTENDED;

ALTER TABLE drafts.draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON drafts.draft USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY own ON drafts.draft USING (org_id = nullif(current_setting('app.org', true), '')::uuid);
GRANT USAGE ON SCHEMA drafts TO vuce_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON drafts.draft TO vuce_app;
