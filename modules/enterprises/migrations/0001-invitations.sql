-- Invitations on their way by mail. Who is invited to what is an event of the firm's file; the address lies beside the chain.
CREATE SCHEMA enterprises;
COMMENT ON SCHEMA enterprises IS 'Letters by which firms invite people. Firms, their people and what they decided are cases.';

CREATE TABLE enterprises.invitation (
  case_id uuid NOT NULL,
  id      uuid NOT NULL,
  next_at timestamptz(3),
  tries   integer NOT NULL DEFAULT 0,
  sent_at timestamptz(3),
  reason  text,
  PRIMARY KEY (case_id, id)
);
COMMENT ON TABLE enterprises.invitation IS 'A letter of invitation: next_at says when it is sent next, empty once a mail server took it or refused the address (reason).';
CREATE INDEX invitation_id ON enterprises.invitation (id);
CREATE INDEX invitation_next ON enterprises.invitation (next_at) WHERE next_at IS NOT NULL;

ALTER TABLE enterprises.invitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON enterprises.invitation USING (current_setting('app.scope', true) = 'platform');
GRANT USAGE ON SCHEMA enterprises TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON enterprises.invitation TO vuce_app;
