CREATE SCHEMA notices;
COMMENT ON SCHEMA notices IS 'The legal mailbox (M07).';

CREATE TABLE notices.notice (
  id         uuid PRIMARY KEY,
  org_id     uuid NOT NULL,
  case_id    uuid NOT NULL,
  kind       text NOT NULL,
  params     jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL,
  read_at    timestamptz(3),
  sandbox_id uuid
);
COMMENT ON TABLE notices.notice IS 'What an organisation was told, and when it opened it. The words are made from kind and params in the reader''s language.';
CREATE INDEX notice_mailbox ON notices.notice (org_id, id DESC);

ALTER TABLE notices.notice ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON notices.notice USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY addressee ON notices.notice USING (org_id = nullif(current_setting('app.org', true), '')::uuid);
GRANT USAGE ON SCHEMA notices TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON notices.notice TO vuce_app;
