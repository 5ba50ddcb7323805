CREATE TABLE documents.unstamped (
  case_id uuid    NOT NULL,
  edition integer NOT NULL,
  PRIMARY KEY (case_id, edition)
);
COMMENT ON TABLE documents.unstamped IS 'Editions that are signed and have no time stamp yet: written with the signature, removed once evidence is kept (M03-3).';

ALTER TABLE documents.unstamped ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON documents.unstamped USING (current_setting('app.scope', true) = 'platform');
GRANT SELECT, INSERT, DELETE ON documents.unstamped TO vuce_app;
-- What was issued before evidence was kept is stamped as well.
INSERT INTO documents.unstamped (case_id, edition) SELECT case_id, edition FROM documents.issued;
