-- The lifecycle of M07: in the mailbox from the moment its transaction commits, then read, or taken as served.
ALTER TABLE notices.notice
  ADD COLUMN roles         text[],
  ADD COLUMN country       text,
  ADD COLUMN zone          text NOT NULL DEFAULT 'UTC',
  ADD COLUMN serves        text CHECK (serves IN ('cure', 'answer', 'appeal')),
  ADD COLUMN due           timestamptz(3),
  ADD COLUMN deemed_at     timestamptz(3),
  ADD COLUMN served_at     timestamptz(3),
  ADD COLUMN served_how    text CHECK (served_how IN ('opened', 'deemed', 'acted')),
  ADD COLUMN opened_by     uuid,
  ADD COLUMN text_version  integer NOT NULL DEFAULT 1,
  ADD COLUMN dispatched_at timestamptz(3);
COMMENT ON COLUMN notices.notice.roles IS 'Roles in the organisation it is meant for; nothing: everybody there.';
COMMENT ON COLUMN notices.notice.serves IS 'The period of the case that starts when this notice is served.';
COMMENT ON COLUMN notices.notice.deemed_at IS 'It counts as served then, if nobody opened it: the country''s period of service, on the calendar of the case.';
COMMENT ON COLUMN notices.notice.dispatched_at IS 'When courtesy copies were made of it. Nothing yet: the notice is its own place in the queue, so that telling costs no statement more.';
UPDATE notices.notice SET dispatched_at = created_at, due = (params->>'due')::timestamptz;

CREATE INDEX notice_undispatched ON notices.notice (id) WHERE dispatched_at IS NULL AND sandbox_id IS NULL;
CREATE INDEX notice_unserved ON notices.notice (case_id) WHERE serves IS NOT NULL AND served_at IS NULL;

CREATE TABLE notices.proof (
  notice_id uuid PRIMARY KEY REFERENCES notices.notice (id),
  code      text NOT NULL UNIQUE,
  record    text NOT NULL,
  digest    text NOT NULL,
  jws       text NOT NULL,
  issued_at timestamptz(3) NOT NULL,
  sandbox   boolean NOT NULL
);
COMMENT ON TABLE notices.proof IS 'Proofs of service, signed by the platform and given once the notice is served; verified by their code, by anyone.';

ALTER TABLE notices.proof ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON notices.proof USING (current_setting('app.scope', true) = 'platform');
GRANT SELECT, INSERT ON notices.proof TO vuce_app;
