-- What is approved here is what is enforced: every node asks, at most once a second, whether anything was published since it last read.
CREATE TABLE catalogues.edition (
  world      text NOT NULL PRIMARY KEY,
  version    bigint NOT NULL,
  changed_at timestamptz(3) NOT NULL
);
COMMENT ON TABLE catalogues.edition IS 'A number that rises whenever something of the catalogues of a world is published, ends or lapses.';
ALTER TABLE catalogues.edition ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON catalogues.edition USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY everybody ON catalogues.edition FOR SELECT USING (true);
GRANT SELECT, INSERT, UPDATE ON catalogues.edition TO vuce_app;

-- Holidays decreed later move periods that already run (M05-4). There may be thousands, so they are done in pieces, each its own
-- transaction, and a node that dies leaves the rest to another.
CREATE TABLE catalogues.follow_up (
  id         uuid NOT NULL PRIMARY KEY,
  world      text NOT NULL,
  country    text NOT NULL,
  because    jsonb NOT NULL,
  cursor     uuid,
  seen       integer NOT NULL DEFAULT 0,
  changed    integer NOT NULL DEFAULT 0,
  asked_at   timestamptz(3) NOT NULL,
  done_at    timestamptz(3)
);
COMMENT ON TABLE catalogues.follow_up IS 'Open cases whose periods are to be reckoned again because days of rest changed, and how far that has come.';
CREATE INDEX follow_up_open ON catalogues.follow_up (asked_at) WHERE done_at IS NULL;
ALTER TABLE catalogues.follow_up ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON catalogues.follow_up USING (current_setting('app.scope', true) = 'platform');
GRANT SELECT, INSERT, UPDATE ON catalogues.follow_up TO vuce_app;
