-- What passes between the window and the payment providers. Orders, statements and their decisions are cases.

CREATE SCHEMA payments;
COMMENT ON SCHEMA payments IS 'Attempts to pay, refunds on their way, and callbacks that were not believed.';

CREATE TABLE payments.attempt (
  payment_id text NOT NULL,
  case_id    uuid NOT NULL,
  provider   text NOT NULL,
  reference  text NOT NULL,
  started_at timestamptz(3) NOT NULL,
  ask_at     timestamptz(3),
  asked      integer NOT NULL DEFAULT 0,
  sandbox_id uuid,
  PRIMARY KEY (case_id, payment_id)
);
COMMENT ON TABLE payments.attempt IS 'A payer was sent to a provider. ask_at: when the provider is asked next what became of it, for callbacks that never come; empty when that is known.';
CREATE INDEX attempt_ask ON payments.attempt (ask_at) WHERE ask_at IS NOT NULL;

CREATE TABLE payments.payout (
  case_id    uuid NOT NULL,
  refund     text NOT NULL,
  payment_id text,
  provider   text NOT NULL,
  amount     numeric(26, 4) NOT NULL,
  currency   text NOT NULL,
  made_at    timestamptz(3) NOT NULL,
  send_at    timestamptz(3),
  tries      integer NOT NULL DEFAULT 0,
  by_file    boolean NOT NULL DEFAULT false,
  sandbox_id uuid,
  PRIMARY KEY (case_id, refund)
);
COMMENT ON TABLE payments.payout IS 'A refund that was granted and is to be paid back. send_at: when it is sent next; empty when the provider took it. by_file: the treasury orders it at its bank.';
CREATE INDEX payout_send ON payments.payout (send_at) WHERE send_at IS NOT NULL;

CREATE TABLE payments.refused (
  digest   bytea NOT NULL,
  reason   text NOT NULL,
  body     text NOT NULL,
  first_at timestamptz(3) NOT NULL,
  last_at  timestamptz(3) NOT NULL,
  count    bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (digest, reason)
);
COMMENT ON TABLE payments.refused IS 'Callbacks that were not believed, as evidence: each body once, with how often it came and why it was refused.';

ALTER TABLE payments.attempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE payments.payout ENABLE ROW LEVEL SECURITY;
ALTER TABLE payments.refused ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON payments.attempt USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON payments.payout USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON payments.refused USING (current_setting('app.scope', true) = 'platform');
GRANT USAGE ON SCHEMA payments TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON payments.attempt, payments.payout, payments.refused TO vuce_app;
