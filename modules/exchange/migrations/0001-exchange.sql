CREATE SCHEMA exchange;
COMMENT ON SCHEMA exchange IS 'What goes to the systems of others, and what they answer (M09, M31).';

CREATE TABLE exchange.delivery (
  case_id     uuid NOT NULL,
  id          uuid NOT NULL,
  recipient   text NOT NULL,
  edition     integer NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('copy', 'cancel')),
  status      text NOT NULL CHECK (status IN ('queued', 'sent', 'received', 'accepted', 'rejected', 'superseded', 'undeliverable')),
  attempts    integer NOT NULL DEFAULT 0,
  queued_at   timestamptz(3) NOT NULL,
  next_at     timestamptz(3),
  lease_until timestamptz(3),
  answered_at timestamptz(3),
  reference   text,
  error       text,
  sandbox_id  uuid,
  PRIMARY KEY (case_id, id)
);
COMMENT ON TABLE exchange.delivery IS 'One message to one system: how often it was tried, and when it is tried again. What became of it is an event of the case.';
COMMENT ON COLUMN exchange.delivery.id IS 'Identity of the message, the same however often it is sent: the other side takes it once.';
CREATE INDEX delivery_id ON exchange.delivery (id);
CREATE INDEX delivery_due ON exchange.delivery (next_at) WHERE next_at IS NOT NULL;

ALTER TABLE exchange.delivery ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON exchange.delivery USING (current_setting('app.scope', true) = 'platform');
GRANT USAGE ON SCHEMA exchange TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON exchange.delivery TO vuce_app;
