-- How people and programs show who they are. Nothing here belongs to an organisation: only the platform reads it.
CREATE SCHEMA login;
COMMENT ON SCHEMA login IS 'Passwords, second factors, mail tickets, links to identity providers, API clients, and the provider''s own records.';

CREATE TABLE login.password (
  person_id  uuid PRIMARY KEY REFERENCES identity.person (id),
  hash       text NOT NULL,
  changed_at timestamptz(3) NOT NULL
);
COMMENT ON TABLE login.password IS 'Passwords as argon2id hashes, with their own salt and cost.';

CREATE TABLE login.failure (
  name         bytea PRIMARY KEY CHECK (octet_length(name) = 32),
  count        integer NOT NULL,
  locked_until timestamptz(3),
  at           timestamptz(3) NOT NULL
);
COMMENT ON TABLE login.failure IS 'Failed attempts per name tried (SHA-256), whether or not anybody has that name: five lock it for fifteen minutes (M01-6).';

CREATE TABLE login.ticket (
  digest     bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
  kind       text NOT NULL CHECK (kind IN ('confirm', 'reset')),
  person_id  uuid REFERENCES identity.person (id),
  data       jsonb NOT NULL,
  expires_at timestamptz(3) NOT NULL
);
COMMENT ON TABLE login.ticket IS 'What a link in a mail stands for, by SHA-256 of the link''s secret. Used once.';

CREATE TABLE login.passkey (
  id         text PRIMARY KEY,
  person_id  uuid NOT NULL REFERENCES identity.person (id),
  public_key bytea NOT NULL,
  counter    bigint NOT NULL,
  transports text[] NOT NULL,
  label      text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  used_at    timestamptz(3)
);
COMMENT ON TABLE login.passkey IS 'Public keys of passkeys (WebAuthn). The private key never leaves the person''s device.';
CREATE INDEX passkey_person ON login.passkey (person_id);

CREATE TABLE login.challenge (
  id         uuid PRIMARY KEY,
  value      text NOT NULL,
  person_id  uuid,
  expires_at timestamptz(3) NOT NULL
);
COMMENT ON TABLE login.challenge IS 'Challenges a passkey is to sign, for five minutes. Used once.';

CREATE TABLE login.totp (
  person_id    uuid PRIMARY KEY REFERENCES identity.person (id),
  secret       text NOT NULL,
  last_step    bigint NOT NULL DEFAULT 0,
  confirmed_at timestamptz(3)
);
COMMENT ON TABLE login.totp IS 'Secrets of one-time code applications (RFC 6238), encrypted with a key outside the database. last_step: a code counts once.';

CREATE TABLE login.link (
  issuer    text NOT NULL,
  subject   text NOT NULL,
  person_id uuid NOT NULL REFERENCES identity.person (id),
  linked_at timestamptz(3) NOT NULL,
  PRIMARY KEY (issuer, subject)
);
COMMENT ON TABLE login.link IS 'Which person an identity provider means by a subject.';

CREATE TABLE login.visit (
  state      bytea PRIMARY KEY CHECK (octet_length(state) = 32),
  verifier   text NOT NULL,
  nonce      text NOT NULL,
  back_to    text NOT NULL,
  wanted     text NOT NULL CHECK (wanted IN ('login', 'step-up')),
  expires_at timestamptz(3) NOT NULL
);
COMMENT ON TABLE login.visit IS 'Logins under way at an identity provider: what its answer is checked against (PKCE, nonce). Used once.';

CREATE TABLE login.client (
  id         uuid PRIMARY KEY,
  account_id uuid NOT NULL UNIQUE REFERENCES identity.account (id),
  org_id     uuid NOT NULL REFERENCES identity.organisation (id),
  name       text NOT NULL,
  jwks       jsonb NOT NULL,
  scopes     text[] NOT NULL,
  made_by    uuid NOT NULL,
  made_at    timestamptz(3) NOT NULL,
  revoked_at timestamptz(3)
);
COMMENT ON TABLE login.client IS 'Programs that act for an organisation: their public keys and the grants they may use (private_key_jwt, RFC 7523).';
CREATE INDEX client_org ON login.client (org_id);

CREATE TABLE login.entry (
  model       text NOT NULL,
  id          text NOT NULL,
  payload     jsonb NOT NULL,
  grant_id    text,
  uid         text,
  account     text,
  consumed_at timestamptz(3),
  expires_at  timestamptz(3),
  PRIMARY KEY (model, id)
);
COMMENT ON TABLE login.entry IS 'What the identity provider keeps: its sessions, codes, tokens and grants, each until it expires.';
CREATE INDEX entry_grant ON login.entry (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX entry_uid ON login.entry (uid) WHERE uid IS NOT NULL;
CREATE INDEX entry_account ON login.entry (account) WHERE account IS NOT NULL;
CREATE INDEX entry_expiry ON login.entry (expires_at);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['password', 'failure', 'ticket', 'passkey', 'challenge', 'totp', 'link', 'visit', 'client', 'entry'] LOOP
    EXECUTE format('ALTER TABLE login.%s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY platform ON login.%s USING (current_setting(''app.scope'', true) = ''platform'')', t);
  END LOOP;
END $$;
GRANT USAGE ON SCHEMA login TO vuce_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA login TO vuce_app;
