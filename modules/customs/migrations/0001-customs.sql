CREATE SCHEMA customs;
COMMENT ON SCHEMA customs IS 'Messages to customs and its answers (M11).';

CREATE TABLE customs.message (
  case_id     uuid NOT NULL,
  id          uuid NOT NULL,
  case_type   text NOT NULL,
  country     text NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('declaration', 'amendment', 'cancellation', 'regularisation', 'channel', 'control')),
  content     text NOT NULL,
  status      text NOT NULL CHECK (status IN ('queued', 'sent', 'refused', 'undeliverable')),
  attempts    integer NOT NULL DEFAULT 0,
  queued_at   timestamptz(3) NOT NULL,
  next_at     timestamptz(3),
  lease_until timestamptz(3),
  sent_at     timestamptz(3),
  error       text,
  sandbox_id  uuid,
  PRIMARY KEY (case_id, id)
);
COMMENT ON TABLE customs.message IS 'One message to customs, exactly as it is sent, and how often it was tried. What customs answered is an event of the case.';
CREATE INDEX message_id ON customs.message (id);
CREATE INDEX message_due ON customs.message (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE customs.answer (
  case_id     uuid NOT NULL,
  id          text NOT NULL,
  message     uuid NOT NULL,
  kind        text NOT NULL,
  content     text NOT NULL,
  taken_at    timestamptz(3) NOT NULL,
  PRIMARY KEY (case_id, id)
);
COMMENT ON TABLE customs.answer IS 'Answers of customs that were taken, as they came. The same one again is known by its id.';

ALTER TABLE customs.message ENABLE ROW LEVEL SECURITY;
ALTER TABLE customs.answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON customs.message USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON customs.answer USING (current_setting('app.scope', true) = 'platform');
GRANT USAGE ON SCHEMA customs TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON customs.message TO vuce_app;
GRANT SELECT, INSERT ON customs.answer TO vuce_app;
