CREATE SCHEMA roots;
COMMENT ON SCHEMA roots IS 'The log of all events as a Merkle tree, and its signed and time-stamped roots (RFC 9162).';

CREATE TABLE roots.leaf (
  index   bigint  NOT NULL PRIMARY KEY CHECK (index >= 0),
  case_id uuid    NOT NULL,
  seq     integer NOT NULL,
  UNIQUE (case_id, seq)
);
COMMENT ON TABLE roots.leaf IS 'Which event stands at which place of the log: in the order of the feed, from 0, without gaps.';

CREATE TABLE roots.tile (
  level  smallint NOT NULL CHECK (level >= 0),
  index  bigint   NOT NULL CHECK (index >= 0),
  hashes bytea    NOT NULL CHECK (octet_length(hashes) % 32 = 0 AND octet_length(hashes) <= 8192),
  PRIMARY KEY (level, index)
);
COMMENT ON TABLE roots.tile IS 'Hashes of the tree, 256 to a row: at level 0 of leaves, above that of whole rows of the level below.';
ALTER TABLE roots.tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

CREATE TABLE roots.root (
  number   bigint NOT NULL PRIMARY KEY CHECK (number > 0),
  size     bigint NOT NULL CHECK (size >= 0),
  hash     text   NOT NULL,
  upto     text[] NOT NULL,
  jws      text   NOT NULL,
  token    bytea,
  made_at  timestamptz(3) NOT NULL
);
COMMENT ON TABLE roots.root IS 'Roots as they were signed: jws holds number, size, hash and the root before; token is the RFC 3161 time stamp over the SHA-256 of the jws.';
COMMENT ON COLUMN roots.root.upto IS 'Place in the feed of events (transaction, position) up to which the log reaches.';

ALTER TABLE roots.leaf ENABLE ROW LEVEL SECURITY;
ALTER TABLE roots.tile ENABLE ROW LEVEL SECURITY;
ALTER TABLE roots.root ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON roots.leaf USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON roots.tile USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON roots.root USING (current_setting('app.scope', true) = 'platform');
GRANT USAGE ON SCHEMA roots TO vuce_app;
GRANT SELECT, INSERT ON roots.leaf, roots.root TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON roots.tile TO vuce_app;
