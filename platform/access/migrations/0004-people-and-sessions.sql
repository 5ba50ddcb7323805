-- A person is one row however many organisations they act for; a browser session remembers which of their hats they wear.
CREATE TABLE identity.person (
  id         uuid PRIMARY KEY,
  name       text NOT NULL,
  email      text,
  language   text NOT NULL DEFAULT 'es' CHECK (language IN ('es', 'en', 'pt')),
  created_at timestamptz(3) NOT NULL
);
COMMENT ON TABLE identity.person IS 'People: what they are called, where mail reaches them and the language they read. Cases and events name the id only, so a name can be erased here.';
CREATE UNIQUE INDEX person_email ON identity.person (lower(email)) WHERE email IS NOT NULL;

INSERT INTO identity.person (id, name, created_at)
SELECT DISTINCT ON (person_id) person_id, name, now() FROM identity.account ORDER BY person_id, id;
ALTER TABLE identity.account ADD FOREIGN KEY (person_id) REFERENCES identity.person (id);
ALTER TABLE identity.account DROP COLUMN name;
ALTER TABLE identity.account ADD COLUMN ended_at timestamptz(3);
COMMENT ON TABLE identity.account IS 'A hat: a person in an organisation, with roles. One that has ended opens nothing any more.';
CREATE INDEX account_person ON identity.account (person_id);
CREATE INDEX account_org ON identity.account (org_id);

CREATE TABLE identity.session (
  id         uuid PRIMARY KEY,
  digest     bytea NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
  previous   bytea UNIQUE,
  person_id  uuid NOT NULL REFERENCES identity.person (id),
  account_id uuid NOT NULL REFERENCES identity.account (id),
  mandate_id uuid,
  methods    text[] NOT NULL,
  provider_session text,
  created_at timestamptz(3) NOT NULL,
  seen_at    timestamptz(3) NOT NULL,
  rotated_at timestamptz(3) NOT NULL,
  stepped_up_at timestamptz(3),
  expires_at timestamptz(3) NOT NULL
);
COMMENT ON TABLE identity.session IS 'Browser sessions, by SHA-256 of a random token that only the browser holds. previous is the token before the last rotation, good for a moment.';
CREATE INDEX session_person ON identity.session (person_id);
CREATE INDEX session_expiry ON identity.session (expires_at);

ALTER TABLE identity.person ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity.session ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON identity.person USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON identity.session USING (current_setting('app.scope', true) = 'platform');
GRANT SELECT, INSERT, UPDATE ON identity.person TO vuce_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.session TO vuce_app;
