CREATE SCHEMA catalogues;
COMMENT ON SCHEMA catalogues IS 'Codes, parameters and lists with the days they hold and the norm they stand on (M04).';

-- Equality of text inside a GiST index, for the constraint below. Part of every PostgreSQL; the owner of a database may create it.
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA catalogues;

CREATE TABLE catalogues.entry (
  case_id    uuid NOT NULL,
  code       text NOT NULL,
  valid_from date NOT NULL,
  valid_to   date,
  world      text NOT NULL DEFAULT '',
  catalogue  text NOT NULL,
  origin     text NOT NULL CHECK (origin IN ('entry', 'import')),
  status     text NOT NULL CHECK (status IN ('PROPOSED', 'APPROVED', 'IN_FORCE', 'SUPERSEDED', 'EMERGENCY', 'LAPSED', 'REJECTED')),
  names      jsonb NOT NULL,
  value      jsonb NOT NULL,
  law        jsonb NOT NULL,
  burdens    boolean NOT NULL DEFAULT false,
  digest     text NOT NULL,
  published_at timestamptz(3),
  PRIMARY KEY (case_id, code, valid_from),
  CHECK (valid_to IS NULL OR valid_to >= valid_from),
  -- M04-1. An emergency rule stands over the ordinary one until somebody confirms it, so it is not part of this.
  CONSTRAINT no_overlap EXCLUDE USING gist (code WITH =, catalogue WITH =, world WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
    WHERE (status IN ('APPROVED', 'IN_FORCE', 'SUPERSEDED'))
);
COMMENT ON TABLE catalogues.entry IS 'Every code of every catalogue with the days it holds. The case that decided it is the evidence; an import is one case for all its rows.';
COMMENT ON COLUMN catalogues.entry.world IS 'Empty in real life; the id of the sandbox otherwise.';
COMMENT ON COLUMN catalogues.entry.digest IS 'SHA-256 of names and values: what tells a changed row from an unchanged one.';
CREATE INDEX entry_lookup ON catalogues.entry (world, catalogue, code, valid_from);

ALTER TABLE catalogues.entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON catalogues.entry USING (current_setting('app.scope', true) = 'platform');
-- What was published is for everybody; a proposal is for those who decide it.
CREATE POLICY published ON catalogues.entry FOR SELECT USING (status NOT IN ('PROPOSED', 'REJECTED'));
GRANT USAGE ON SCHEMA catalogues TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON catalogues.entry TO vuce_app;
