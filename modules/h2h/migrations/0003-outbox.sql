CREATE TABLE h2h.subscription (
  org_id     uuid           NOT NULL PRIMARY KEY,
  form       text           NOT NULL CHECK (form IN ('xml', 'json')),
  version    smallint       NOT NULL,
  url        text           CHECK (length(url) <= 500),
  since      timestamptz(3) NOT NULL,
  changed_by uuid           NOT NULL
);
COMMENT ON TABLE h2h.subscription IS 'Firms that are told what happens to their cases by message, and the address of their program where they have one.';

CREATE TABLE h2h.outbox (
  org_id       uuid           NOT NULL,
  seq          bigint         NOT NULL,
  id           uuid           NOT NULL,
  case_id      uuid           NOT NULL,
  event_seq    integer        NOT NULL,
  message      text           NOT NULL,
  body         text           NOT NULL,
  sandbox_id   uuid,
  at           timestamptz(3) NOT NULL,
  status       text           NOT NULL CHECK (status IN ('kept', 'queued', 'sending', 'sent', 'dead')),
  attempts     integer        NOT NULL DEFAULT 0,
  queued_at    timestamptz(3) NOT NULL,
  next_at      timestamptz(3),
  leased_until timestamptz(3),
  error        text,
  PRIMARY KEY (org_id, seq),
  UNIQUE (org_id, case_id, event_seq, message)
);
COMMENT ON TABLE h2h.outbox IS 'What the window has to say to each firm, numbered by firm: pulled by number, and carried to its program where it has one (M30-6).';
COMMENT ON COLUMN h2h.outbox.status IS 'kept: nobody to carry it to; dead: given up after a day, and the firm told.';
CREATE INDEX outbox_due ON h2h.outbox (next_at) WHERE status IN ('queued', 'sending');

CREATE TABLE h2h.feed (
  name     text   NOT NULL PRIMARY KEY,
  xid      text   NOT NULL,
  position text   NOT NULL
);
COMMENT ON TABLE h2h.feed IS 'How far the events of the store have been told to firms. One row; whoever tells holds it.';
INSERT INTO h2h.feed VALUES ('outbox', '0', '0');

ALTER TABLE h2h.subscription ENABLE ROW LEVEL SECURITY;
ALTER TABLE h2h.outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE h2h.feed ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON h2h.subscription USING (
  current_setting('app.scope', true) = 'platform' OR org_id = nullif(current_setting('app.org', true), '')::uuid
);
CREATE POLICY own ON h2h.outbox USING (
  current_setting('app.scope', true) = 'platform' OR org_id = nullif(current_setting('app.org', true), '')::uuid
);
CREATE POLICY platform ON h2h.feed USING (current_setting('app.scope', true) = 'platform');
GRANT SELECT, INSERT, UPDATE, DELETE ON h2h.subscription TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON h2h.outbox TO vuce_app;
GRANT SELECT, UPDATE ON h2h.feed TO vuce_app;
