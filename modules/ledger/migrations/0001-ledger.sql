-- The books of what firms pay and agencies are owed (M06). One row is one transfer: it takes an amount from one account and gives it to
-- another, so no posting can be out of balance. Rows are only ever added.

CREATE SCHEMA ledger;
COMMENT ON SCHEMA ledger IS 'Double-entry books of fees: what came in, for whom, what goes back, what was handed over.';

CREATE TABLE ledger.account (
  code text PRIMARY KEY,
  side text NOT NULL CHECK (side IN ('debit', 'credit')),
  name text NOT NULL
);
COMMENT ON TABLE ledger.account IS 'Chart of accounts. Each is kept apart per organisation and currency; side is the one on which it grows.';
INSERT INTO ledger.account (code, side, name) VALUES
  ('clearing', 'debit', 'Money that a payment provider or bank says was paid, until a bank statement shows it'),
  ('bank', 'debit', 'The treasury''s account, as the bank''s statements show it'),
  ('suspense', 'credit', 'Money received that no order has taken yet: part payments, late payments, payments nobody can place'),
  ('received', 'credit', 'Fees paid to an agency through the window, not yet seen on a statement'),
  ('payable', 'credit', 'Fees of an agency that the bank has confirmed: due to it'),
  ('refunds', 'credit', 'Refunds granted and not yet paid back, by payer');

CREATE TABLE ledger.transfer (
  case_id    uuid NOT NULL,
  seq        integer NOT NULL,
  n          integer NOT NULL,
  book       uuid NOT NULL,
  debit      text NOT NULL REFERENCES ledger.account (code),
  debit_org  uuid NOT NULL,
  credit     text NOT NULL REFERENCES ledger.account (code),
  credit_org uuid NOT NULL,
  amount     numeric(26, 4) NOT NULL CHECK (amount > 0),
  currency   text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  cause      text NOT NULL,
  at         timestamptz(3) NOT NULL,
  posted_at  timestamptz(3) NOT NULL,
  sandbox_id uuid,
  PRIMARY KEY (case_id, seq, n),
  CHECK (debit <> credit OR debit_org <> credit_org)
);
COMMENT ON TABLE ledger.transfer IS 'Append-only. Each row moves an amount from the credit account to the debit account, because of one event (case_id, seq) of a case.';
COMMENT ON COLUMN ledger.transfer.book IS 'The treasury in whose books it stands.';
COMMENT ON COLUMN ledger.transfer.at IS 'When it counts: for a payment, the bank''s time. posted_at is when the window came to know.';
CREATE INDEX transfer_book ON ledger.transfer (book, posted_at);
CREATE INDEX transfer_credit ON ledger.transfer (credit_org, credit, posted_at);
CREATE INDEX transfer_debit ON ledger.transfer (debit_org, debit, posted_at);

CREATE VIEW ledger.entry WITH (security_invoker = true) AS
  SELECT case_id, seq, n, book, debit AS account, debit_org AS org, currency, amount AS debit, 0::numeric(26, 4) AS credit, cause, at, posted_at, sandbox_id
  FROM ledger.transfer
  UNION ALL
  SELECT case_id, seq, n, book, credit, credit_org, currency, 0, amount, cause, at, posted_at, sandbox_id FROM ledger.transfer;
COMMENT ON VIEW ledger.entry IS 'The same as an accountant reads it: one debit and one credit for each transfer.';

ALTER TABLE ledger.account ENABLE ROW LEVEL SECURITY;
CREATE POLICY everyone ON ledger.account FOR SELECT USING (true);
ALTER TABLE ledger.transfer ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON ledger.transfer USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY concerned ON ledger.transfer FOR SELECT
  USING (nullif(current_setting('app.org', true), '')::uuid = ANY (ARRAY[book, debit_org, credit_org]));
GRANT USAGE ON SCHEMA ledger TO vuce_app;
GRANT SELECT ON ledger.account, ledger.entry TO vuce_app;
GRANT SELECT, INSERT ON ledger.transfer TO vuce_app;
