CREATE SCHEMA packs;
COMMENT ON SCHEMA packs IS 'Country packs as they were when cases were opened under them.';

CREATE TABLE packs.edition (
  pack      text NOT NULL,
  digest    text NOT NULL,
  version   text NOT NULL,
  files     jsonb NOT NULL,
  loaded_at timestamptz(3) NOT NULL,
  PRIMARY KEY (pack, digest)
);
COMMENT ON TABLE packs.edition IS 'Every edition of a pack that ever ran here, whole: a case is decided for ever by the edition it was opened under.';
GRANT USAGE ON SCHEMA packs TO vuce_app;
GRANT SELECT, INSERT ON packs.edition TO vuce_app;
