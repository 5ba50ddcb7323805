CREATE TABLE permits.queue_jump (
  case_id   uuid NOT NULL,
  at        timestamptz(3) NOT NULL,
  desk      text NOT NULL,
  org_id    uuid NOT NULL,
  agency    text NOT NULL,
  procedure text NOT NULL,
  code      text NOT NULL,
  sandbox_id uuid,
  PRIMARY KEY (case_id, at, desk)
);
COMMENT ON TABLE permits.queue_jump IS 'Cases taken before their turn, with the coded reason (M08-11). Anyone may read it; it names neither the officer nor the firm.';
CREATE INDEX queue_jump_agency ON permits.queue_jump (agency, at DESC, case_id);

CREATE TABLE permits.taking (
  org_id  uuid NOT NULL,
  key     uuid NOT NULL,
  case_id uuid NOT NULL,
  desk    text NOT NULL,
  at      timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, key)
);
COMMENT ON TABLE permits.taking IS 'Which case "take the next" tried under an idempotency key, so that asking again takes no second one.';

ALTER TABLE permits.queue_jump ENABLE ROW LEVEL SECURITY;
ALTER TABLE permits.taking ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON permits.queue_jump USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON permits.taking USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY own ON permits.taking USING (org_id = nullif(current_setting('app.org', true), '')::uuid);
GRANT SELECT, INSERT ON permits.queue_jump TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON permits.taking TO vuce_app;
