CREATE SCHEMA risk;
COMMENT ON SCHEMA risk IS 'What risk management knows of operations, the keys of its draws, and the profiles in force (M12).';

CREATE TABLE risk.day_key (
  world        text NOT NULL DEFAULT '',
  country      text NOT NULL,
  day          date NOT NULL,
  key          text NOT NULL,
  hash         text NOT NULL,
  committed_at timestamptz(3) NOT NULL,
  PRIMARY KEY (world, country, day)
);
COMMENT ON TABLE risk.day_key IS 'The key by which operations of a day are drawn. Its hash is public from the commitment, the key when the day is over; a row is never changed.';

CREATE TABLE risk.operation (
  case_id     uuid NOT NULL PRIMARY KEY,
  assignment  uuid NOT NULL,
  world       text NOT NULL DEFAULT '',
  country     text NOT NULL,
  owner_org   uuid NOT NULL,
  consignee   text NOT NULL,
  size        text NOT NULL,
  at          timestamptz(3) NOT NULL,
  facts       jsonb NOT NULL,
  score       numeric(6, 2) NOT NULL,
  drawn       integer NOT NULL,
  channel     text NOT NULL CHECK (channel IN ('green', 'yellow', 'red')),
  by_chance   boolean NOT NULL,
  profiles    text[] NOT NULL,
  result      text CHECK (result IN ('conform', 'minor', 'serious')),
  result_at   timestamptz(3)
);
COMMENT ON TABLE risk.operation IS 'One operation as it was assessed, and what a control found: what profiles are simulated on and measured by. No personal data.';
CREATE INDEX operation_by_country ON risk.operation (world, country, at);
CREATE INDEX operation_by_owner ON risk.operation (world, owner_org, at);

CREATE TABLE risk.unit_value (
  case_id uuid NOT NULL,
  item    integer NOT NULL,
  world   text NOT NULL DEFAULT '',
  country text NOT NULL,
  hs8     text NOT NULL,
  origin  text NOT NULL,
  unit    text NOT NULL,
  currency text NOT NULL,
  value   numeric(24, 6) NOT NULL,
  at      timestamptz(3) NOT NULL,
  PRIMARY KEY (case_id, item)
);
COMMENT ON TABLE risk.unit_value IS 'What one unit of goods was declared at: the median of twelve months is what a price is compared with.';
CREATE INDEX unit_value_of ON risk.unit_value (world, country, hs8, origin, unit, currency, at);

CREATE TABLE risk.profile (
  case_id     uuid NOT NULL PRIMARY KEY,
  world       text NOT NULL DEFAULT '',
  country     text NOT NULL,
  body        jsonb NOT NULL,
  active_from timestamptz(3) NOT NULL,
  active_to   timestamptz(3) NOT NULL
);
COMMENT ON TABLE risk.profile IS 'Profiles that two people approved, in force from one moment to another. The case of each is the evidence.';
CREATE INDEX profile_active ON risk.profile (world, country, active_to);

ALTER TABLE risk.day_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE risk.operation ENABLE ROW LEVEL SECURITY;
ALTER TABLE risk.unit_value ENABLE ROW LEVEL SECURITY;
ALTER TABLE risk.profile ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON risk.day_key USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON risk.operation USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON risk.unit_value USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON risk.profile USING (current_setting('app.scope', true) = 'platform');
GRANT USAGE ON SCHEMA risk TO vuce_app;
GRANT SELECT, INSERT ON risk.day_key, risk.unit_value TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON risk.operation, risk.profile TO vuce_app;
