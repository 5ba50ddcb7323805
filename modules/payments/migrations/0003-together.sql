-- One payment may be for several orders: what each of them asked of it.
ALTER TABLE payments.attempt ADD COLUMN amount numeric(26, 4);
ALTER TABLE payments.attempt ADD COLUMN currency text;
COMMENT ON COLUMN payments.attempt.amount IS 'What the order asked of the payment. Several orders may share one payment_id; what came is divided by this.';
