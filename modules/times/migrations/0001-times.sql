CREATE SCHEMA times;
COMMENT ON SCHEMA times IS 'How long things took (M05): whose time it was, case by case, and published per agency.';

CREATE TABLE times.closed (
  case_id           uuid PRIMARY KEY,
  country           text NOT NULL,
  agency            text NOT NULL,
  procedure         text NOT NULL,
  filed_at          timestamptz(3) NOT NULL,
  decided_at        timestamptz(3) NOT NULL,
  outcome           text NOT NULL,
  agency_minutes    integer NOT NULL CHECK (agency_minutes >= 0),
  applicant_minutes integer NOT NULL CHECK (applicant_minutes >= 0),
  outage_minutes    integer NOT NULL CHECK (outage_minutes >= 0),
  used_days         integer,
  within_term       boolean NOT NULL,
  sandbox_id        uuid
);
COMMENT ON TABLE times.closed IS 'One row for each decided case, written in the transaction that decides it. The three kinds of minutes add up to all between filing and decision (M05-5).';
CREATE INDEX closed_public ON times.closed (country, agency, procedure, decided_at) WHERE sandbox_id IS NULL;

ALTER TABLE times.closed ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON times.closed USING (current_setting('app.scope', true) = 'platform');
GRANT USAGE ON SCHEMA times TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON times.closed TO vuce_app;

CREATE TABLE times.outage (
  id         uuid PRIMARY KEY,
  component  text NOT NULL,
  since      timestamptz(3) NOT NULL,
  until      timestamptz(3),
  declared   boolean NOT NULL,
  reason     text NOT NULL,
  stops_clocks boolean NOT NULL
);
COMMENT ON TABLE times.outage IS 'What did not work, from when to when: seen by the window itself or declared by two people. Public on the status page; where it stops clocks, its time counts against nobody.';
CREATE INDEX outage_since ON times.outage (since DESC);
CREATE UNIQUE INDEX outage_open ON times.outage (component) WHERE until IS NULL;

ALTER TABLE times.outage ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON times.outage USING (current_setting('app.scope', true) = 'platform');
GRANT SELECT, INSERT, UPDATE ON times.outage TO vuce_app;
