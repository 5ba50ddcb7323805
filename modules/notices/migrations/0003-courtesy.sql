-- Courtesy copies (M07): where people want them, and what became of each.
CREATE TABLE notices.contact (
  id           uuid PRIMARY KEY,
  org_id       uuid NOT NULL,
  person_id    uuid,
  roles        text[],
  channel      text NOT NULL CHECK (channel IN ('email', 'sms', 'webhook')),
  address      text NOT NULL,
  language     text NOT NULL CHECK (language IN ('es', 'en', 'pt')),
  alternate    boolean NOT NULL DEFAULT false,
  quiet        boolean NOT NULL DEFAULT true,
  code_digest  bytea,
  code_until   timestamptz(3),
  code_tries   smallint NOT NULL DEFAULT 0,
  verified_at  timestamptz(3),
  bounced_at   timestamptz(3),
  created_at   timestamptz(3) NOT NULL
);
COMMENT ON TABLE notices.contact IS 'Addresses for courtesy copies, of an organisation or of one person in it. Nothing is sent to one that its owner has not confirmed with a code.';
COMMENT ON COLUMN notices.contact.alternate IS 'Used only when another address of the same owner bounces (M07-4).';
CREATE UNIQUE INDEX contact_address ON notices.contact (org_id, channel, lower(address));

CREATE TABLE notices.delivery (
  id           uuid PRIMARY KEY,
  notice_id    uuid NOT NULL REFERENCES notices.notice (id),
  contact_id   uuid NOT NULL,
  org_id       uuid NOT NULL,
  channel      text NOT NULL,
  address      text NOT NULL,
  status       text NOT NULL CHECK (status IN ('queued', 'sending', 'sent', 'bounced', 'failed')),
  attempts     smallint NOT NULL DEFAULT 0,
  next_at      timestamptz(3) NOT NULL,
  leased_until timestamptz(3),
  sent_at      timestamptz(3),
  reason       text,
  UNIQUE (notice_id, contact_id)
);
COMMENT ON TABLE notices.delivery IS 'One courtesy copy: one row for a notice and an address, so that whatever is repeated, it is made once. Its id is the message''s.';
CREATE INDEX delivery_due ON notices.delivery (next_at, id) WHERE status = 'queued';
CREATE INDEX delivery_leased ON notices.delivery (leased_until) WHERE status = 'sending';

CREATE TABLE notices.desk_task (
  id         uuid PRIMARY KEY,
  kind       text NOT NULL CHECK (kind IN ('bounce')),
  org_id     uuid NOT NULL,
  about      jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL,
  closed_at  timestamptz(3),
  closed_by  uuid
);
COMMENT ON TABLE notices.desk_task IS 'What the help desk must look after: a firm that cannot be reached (M07-4).';
CREATE INDEX desk_task_open ON notices.desk_task (id) WHERE closed_at IS NULL;

ALTER TABLE notices.contact ENABLE ROW LEVEL SECURITY;
ALTER TABLE notices.delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE notices.desk_task ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON notices.contact USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY own_contact ON notices.contact USING (org_id = nullif(current_setting('app.org', true), '')::uuid);
CREATE POLICY platform ON notices.delivery USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY own_delivery ON notices.delivery FOR SELECT USING (org_id = nullif(current_setting('app.org', true), '')::uuid);
CREATE POLICY platform ON notices.desk_task USING (current_setting('app.scope', true) = 'platform');
GRANT SELECT, INSERT, UPDATE, DELETE ON notices.contact TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON notices.delivery, notices.desk_task TO vuce_app;
