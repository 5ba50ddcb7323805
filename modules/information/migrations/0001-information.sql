CREATE SCHEMA information;
COMMENT ON SCHEMA information IS 'Sheets of procedures that agencies confirmed, and whom to tell when an answer changes (M35).';

CREATE TABLE information.sheet (
  procedure    text NOT NULL PRIMARY KEY,
  case_id      uuid NOT NULL,
  status       text NOT NULL CHECK (status IN ('DRAFT', 'AGENCY_CONFIRMED', 'PUBLISHED', 'REVIEW_DUE', 'STALE')),
  digest       text NOT NULL,
  confirmed_at timestamptz(3),
  review_at    timestamptz(3)
);
COMMENT ON TABLE information.sheet IS 'How the sheet of each procedure stands, for the finder to say. The case is the evidence.';

CREATE TABLE information.alert (
  case_id uuid NOT NULL PRIMARY KEY,
  country text NOT NULL,
  seen    text NOT NULL
);
COMMENT ON TABLE information.alert IS 'Subscriptions that are looked after, and the state of the rules against which each was last compared.';
CREATE INDEX alert_country ON information.alert (country, seen);

ALTER TABLE information.sheet ENABLE ROW LEVEL SECURITY;
ALTER TABLE information.alert ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON information.sheet USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY everybody ON information.sheet FOR SELECT USING (true);
CREATE POLICY platform ON information.alert USING (current_setting('app.scope', true) = 'platform');
GRANT USAGE ON SCHEMA information TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON information.sheet TO vuce_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON information.alert TO vuce_app;
