-- Attempts from one address, counted for all nodes together.
CREATE TABLE login.attempt (
  name  bytea PRIMARY KEY CHECK (octet_length(name) = 32),
  began timestamptz(3) NOT NULL,
  count integer NOT NULL
);
COMMENT ON TABLE login.attempt IS 'How often somebody tried in the present window of time, by SHA-256 of what is counted: logins and letters asked for, by address.';
CREATE INDEX attempt_began ON login.attempt (began);
ALTER TABLE login.attempt ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON login.attempt USING (current_setting('app.scope', true) = 'platform');
GRANT SELECT, INSERT, UPDATE, DELETE ON login.attempt TO vuce_app;

-- A program that lets people in with their account here: it says where they go back to.
ALTER TABLE login.client ADD COLUMN redirect_uris text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN login.client.redirect_uris IS 'Where people go back to after showing who they are; none for programs that only act for their organisation.';
