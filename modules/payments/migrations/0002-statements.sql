-- Statements of the bank are cases; this says which were taken in, so that the same one twice changes nothing.
CREATE TABLE payments.statement (
  case_id    uuid NOT NULL PRIMARY KEY,
  account    text NOT NULL,
  currency   text NOT NULL,
  number     text NOT NULL,
  digest     bytea NOT NULL,
  taken_at   timestamptz(3) NOT NULL,
  sandbox_id uuid,
  CONSTRAINT statement_once UNIQUE NULLS NOT DISTINCT (account, currency, number, sandbox_id)
);
COMMENT ON TABLE payments.statement IS 'Statements that were taken in: one of each number per account and currency.';
ALTER TABLE payments.statement ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON payments.statement USING (current_setting('app.scope', true) = 'platform');
GRANT SELECT, INSERT ON payments.statement TO vuce_app;

-- A statement names payments by the provider's id.
CREATE INDEX attempt_payment ON payments.attempt (payment_id);
