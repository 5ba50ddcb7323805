-- A person who acts in their own name: their own organisation, until they register a firm or join one.
ALTER TABLE identity.organisation DROP CONSTRAINT organisation_kind_check;
ALTER TABLE identity.organisation ADD CONSTRAINT organisation_kind_check CHECK (kind IN ('firm', 'agency', 'customs', 'platform', 'person'));
-- Under row-level security an index on lower(email) is not used; one on a plain column is.
DROP INDEX identity.person_email;
ALTER TABLE identity.person ADD COLUMN mail_key text GENERATED ALWAYS AS (lower(email)) STORED;
COMMENT ON COLUMN identity.person.mail_key IS 'The address in small letters: one person per address.';
CREATE UNIQUE INDEX person_mail_key ON identity.person (mail_key) WHERE mail_key IS NOT NULL;
