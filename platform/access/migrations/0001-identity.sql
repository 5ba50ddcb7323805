-- Organisations, people and their accounts. OpenID Connect fills these later; tokens here are for development.
CREATE SCHEMA identity;
COMMENT ON SCHEMA identity IS 'Organisations, people, tokens and sandboxes.';

CREATE TABLE identity.organisation (
  id      uuid PRIMARY KEY,
  kind    text NOT NULL CHECK (kind IN ('firm', 'agency', 'customs', 'platform')),
  pack    text,
  name    text NOT NULL,
  tax_id  text,
  country text,
  address text,
  facts   jsonb NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE identity.organisation IS 'Firms, agencies and the platform itself. Names are public; see identity.account for people.';
CREATE UNIQUE INDEX organisation_tax ON identity.organisation (country, tax_id) WHERE tax_id IS NOT NULL;

CREATE TABLE identity.account (
  id        uuid PRIMARY KEY,
  person_id uuid NOT NULL,
  name      text NOT NULL,
  org_id    uuid NOT NULL REFERENCES identity.organisation (id),
  roles     text[] NOT NULL,
  label     text NOT NULL UNIQUE,
  sandbox_id uuid
);
COMMENT ON TABLE identity.account IS 'A person in an organisation, with roles. Events name person_id only, so a name can be erased.';

CREATE TABLE identity.token (
  digest     bytea PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES identity.account (id),
  created_at timestamptz(3) NOT NULL
);
COMMENT ON TABLE identity.token IS 'Development tokens, by SHA-256. Refused in production.';

CREATE TABLE identity.sandbox (
  id     uuid PRIMARY KEY,
  owner_org uuid NOT NULL,
  now    timestamptz(3) NOT NULL,
  world  jsonb NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE identity.sandbox IS 'A test clock and the facts that hold in its world. Cases opened in it live on its time.';

ALTER TABLE identity.organisation ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity.account ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity.token ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity.sandbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON identity.organisation USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON identity.account USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON identity.token USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON identity.sandbox USING (current_setting('app.scope', true) = 'platform');

GRANT USAGE ON SCHEMA identity TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON identity.organisation, identity.account, identity.sandbox TO vuce_app;
GRANT SELECT, INSERT ON identity.token TO vuce_app;
