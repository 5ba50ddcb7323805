CREATE SCHEMA oversight;
COMMENT ON SCHEMA oversight IS 'Who looked at what.';
CREATE TABLE oversight.look (
  case_id   uuid NOT NULL,
  person_id uuid NOT NULL,
  org_id    uuid NOT NULL,
  day       date NOT NULL,
  mandate   text NOT NULL DEFAULT '',
  first_at  timestamptz(3) NOT NULL,
  last_at   timestamptz(3) NOT NULL,
  times     integer NOT NULL,
  PRIMARY KEY (case_id, person_id, org_id, day, mandate)
);
COMMENT ON TABLE oversight.look IS 'Readings of a case by people of other organisations than its owner: one row a day and person, so that the owner can see who looked.';
ALTER TABLE oversight.look ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON oversight.look USING (current_setting('app.scope', true) = 'platform');
GRANT USAGE ON SCHEMA oversight TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON oversight.look TO vuce_app;
