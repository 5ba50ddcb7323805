CREATE SCHEMA mail;
COMMENT ON SCHEMA mail IS 'Electronic mail that leaves the window, or is kept here where no server is configured.';

CREATE TABLE mail.captured (
  id         uuid PRIMARY KEY,
  message_id text NOT NULL UNIQUE,
  channel    text NOT NULL CHECK (channel IN ('email', 'sms')),
  sender     text NOT NULL,
  recipient  text NOT NULL,
  subject    text NOT NULL,
  body       text NOT NULL,
  html       text,
  at         timestamptz(3) NOT NULL
);
COMMENT ON TABLE mail.captured IS 'Messages kept instead of sent, where no mail server is configured: read on the page /correo of a sandbox. A message comes once, whatever is repeated.';
CREATE INDEX captured_newest ON mail.captured (id DESC);
CREATE INDEX captured_recipient ON mail.captured (lower(recipient), id DESC);

ALTER TABLE mail.captured ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON mail.captured USING (current_setting('app.scope', true) = 'platform');
GRANT USAGE ON SCHEMA mail TO vuce_app;
GRANT SELECT, INSERT, DELETE ON mail.captured TO vuce_app;
