CREATE SCHEMA permits;
COMMENT ON SCHEMA permits IS 'What permits must keep between cases: balances and live numbers.';

CREATE TABLE permits.balance (
  case_id    uuid NOT NULL,
  line       integer NOT NULL,
  unit       text NOT NULL,
  authorised numeric(24, 6) NOT NULL CHECK (authorised >= 0),
  ceiling    numeric(24, 6) NOT NULL CHECK (ceiling >= authorised),
  used       numeric(24, 6) NOT NULL DEFAULT 0 CHECK (used >= 0),
  PRIMARY KEY (case_id, line),
  CONSTRAINT never_overdrawn CHECK (used <= ceiling)
);
COMMENT ON TABLE permits.balance IS 'Authorised quantity of each line and what customs has drawn. The constraint holds even if a rule in code is wrong (M08-6).';

CREATE TABLE permits.live (
  case_id    uuid NOT NULL,
  procedure  text NOT NULL,
  number     text NOT NULL,
  holder     uuid NOT NULL,
  status     text NOT NULL,
  valid_until date,
  decided_at timestamptz(3) NOT NULL,
  clean      boolean NOT NULL,
  sandbox_id uuid,
  PRIMARY KEY (case_id)
);
COMMENT ON TABLE permits.live IS 'Permits by number, procedure and holder, for the facts that other permits need. clean: approved without observation.';
CREATE INDEX live_number ON permits.live (procedure, number);
CREATE INDEX live_holder ON permits.live (holder, procedure);

ALTER TABLE permits.balance ENABLE ROW LEVEL SECURITY;
ALTER TABLE permits.live ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON permits.balance USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON permits.live USING (current_setting('app.scope', true) = 'platform');
GRANT USAGE ON SCHEMA permits TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON permits.balance, permits.live TO vuce_app;
