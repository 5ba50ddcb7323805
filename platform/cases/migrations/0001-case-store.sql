-- The case store (DESIGN 5). Events are the evidence; "case" is the snapshot that screens read.
-- No triggers, no policies with subqueries, every key contains the case: the same schema runs on a distributed PostgreSQL.

CREATE SCHEMA cases;
COMMENT ON SCHEMA cases IS 'Cases, their events and what derives from them.';

CREATE TABLE cases."case" (
  id          uuid        NOT NULL PRIMARY KEY,
  type        text        NOT NULL,
  number      text,
  definition  text        NOT NULL,
  status      text        NOT NULL,
  title       text        NOT NULL,
  state       jsonb       NOT NULL,
  version     integer     NOT NULL CHECK (version > 0),
  head        bytea       NOT NULL CHECK (octet_length(head) = 32),
  owner_org   uuid        NOT NULL,
  sandbox_id  uuid,
  readers     uuid[]      NOT NULL,
  next_due    timestamptz(3),
  opened_at   timestamptz(3) NOT NULL,
  changed_at  timestamptz(3) NOT NULL
);
COMMENT ON TABLE cases."case" IS 'Snapshot of every case: the fold of its events, kept in the same transaction. Visible to the organisations in readers.';
CREATE INDEX case_readers ON cases."case" USING gin (readers) WITH (fastupdate = off);
CREATE INDEX case_owner ON cases."case" (owner_org, type, id DESC);
CREATE INDEX case_due ON cases."case" (next_due) WHERE next_due IS NOT NULL;
CREATE INDEX case_sandbox ON cases."case" (sandbox_id, next_due) WHERE sandbox_id IS NOT NULL;

CREATE TABLE cases.event (
  case_id      uuid        NOT NULL REFERENCES cases."case" (id),
  seq          integer     NOT NULL CHECK (seq > 0),
  position     bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  xid          xid8        NOT NULL DEFAULT pg_current_xact_id(),
  type         text        NOT NULL,
  data         jsonb       NOT NULL,
  actor        jsonb       NOT NULL,
  on_behalf_of uuid,
  at           timestamptz(3) NOT NULL,
  recorded_at  timestamptz(3) NOT NULL,
  command_id   uuid        NOT NULL,
  prev_hash    bytea       NOT NULL,
  hash         bytea       NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (case_id, seq)
);
COMMENT ON TABLE cases.event IS 'Append-only evidence, one hash chain per case. Nobody but the owner of the schema can change a row, and then the chain shows it.';
COMMENT ON COLUMN cases.event.xid IS 'Transaction that wrote it: readers stop at the oldest transaction still running, so a late commit is never missed.';
CREATE INDEX event_feed ON cases.event (xid, position);

-- Parties, tasks and clocks derive from the state, are written only with it and can be made again: they carry no foreign key.
CREATE TABLE cases.case_party (
  case_id  uuid NOT NULL,
  org_id   uuid NOT NULL,
  capacity text NOT NULL,
  PRIMARY KEY (case_id, org_id, capacity)
);
COMMENT ON TABLE cases.case_party IS 'Who stands how to a case. readers of the case is the set of these organisations.';

CREATE TABLE cases.task (
  case_id    uuid NOT NULL,
  name       text NOT NULL,
  org_id     uuid NOT NULL,
  role       text NOT NULL,
  due        timestamptz(3),
  since      timestamptz(3) NOT NULL,
  sandbox_id uuid,
  PRIMARY KEY (case_id, name, org_id)
);
COMMENT ON TABLE cases.task IS 'Whose turn it is, and until when: the queues of agencies and the home of firms. Derived from the state, kept with it.';
CREATE INDEX task_inbox ON cases.task (org_id, since, case_id);

CREATE TABLE cases.clock (
  case_id    uuid NOT NULL,
  name       text NOT NULL,
  side       text NOT NULL CHECK (side IN ('agency', 'applicant')),
  started_at timestamptz(3) NOT NULL,
  due        timestamptz(3),
  state      text NOT NULL CHECK (state IN ('RUNNING', 'PAUSED', 'STOPPED', 'BREACHED')),
  PRIMARY KEY (case_id, name)
);
COMMENT ON TABLE cases.clock IS 'Clocks of a case (M05): agency time and applicant time always apart.';

CREATE TABLE cases.personal (
  case_id uuid NOT NULL,
  ref     text NOT NULL,
  salt    text NOT NULL,
  value   jsonb,
  erased_at timestamptz(3),
  PRIMARY KEY (case_id, ref)
);
COMMENT ON TABLE cases.personal IS 'Personal data beside the chain. Events hold ref, a salted digest; erasing salt and value leaves every chain valid.';

CREATE TABLE cases.command (
  case_id    uuid NOT NULL,
  command_id uuid NOT NULL,
  org_id     uuid NOT NULL,
  digest     bytea NOT NULL,
  status     smallint NOT NULL,
  answer     text NOT NULL,
  at         timestamptz(3) NOT NULL,
  PRIMARY KEY (case_id, command_id)
);
COMMENT ON TABLE cases.command IS 'First answer to every command, by its id. For a command that opens a case, case_id is the organisation that gives it.';

CREATE TABLE cases.series (
  case_id uuid NOT NULL,
  series  text NOT NULL,
  last    bigint NOT NULL CHECK (last >= 0),
  PRIMARY KEY (case_id, series)
);
COMMENT ON TABLE cases.series IS 'Gapless number series, drawn in the transaction that issues. case_id is the issuing agency, or the sandbox.';

CREATE SEQUENCE cases.filing_number;
COMMENT ON SEQUENCE cases.filing_number IS 'Numbers of filings and orders: unique and rising, not gapless (no row is locked to file).';

ALTER TABLE cases."case" ALTER COLUMN state SET STORAGE EXTERNAL;
ALTER TABLE cases.event ALTER COLUMN data SET STORAGE EXTERNAL;
ALTER TABLE cases.command ALTER COLUMN answer SET STORAGE EXTERNAL;

-- The second wall. A plain expression over the row's own columns; without a context nothing is visible.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['"case"', 'event', 'case_party', 'task', 'clock', 'personal', 'command', 'series'] LOOP
    EXECUTE format('ALTER TABLE cases.%s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY platform ON cases.%s USING (current_setting(''app.scope'', true) = ''platform'')', t);
  END LOOP;
END $$;
CREATE POLICY readers ON cases."case" USING (nullif(current_setting('app.org', true), '')::uuid = ANY (readers));
CREATE POLICY own_turn ON cases.task USING (org_id = nullif(current_setting('app.org', true), '')::uuid);
CREATE POLICY own_answer ON cases.command USING (org_id = nullif(current_setting('app.org', true), '')::uuid);

GRANT USAGE ON SCHEMA cases TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON cases."case", cases.clock, cases.series TO vuce_app;
GRANT SELECT, INSERT ON cases.event, cases.command TO vuce_app;
GRANT SELECT, INSERT, DELETE ON cases.case_party TO vuce_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON cases.task TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON cases.personal TO vuce_app;
GRANT USAGE ON SEQUENCE cases.filing_number TO vuce_app;
