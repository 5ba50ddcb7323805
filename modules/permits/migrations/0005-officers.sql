CREATE TABLE permits.skill (
  id         uuid PRIMARY KEY,
  org_id     uuid NOT NULL,
  person_id  uuid NOT NULL,
  procedures text[] NOT NULL,
  by_person  uuid NOT NULL,
  at         timestamptz(3) NOT NULL,
  sandbox_id uuid
);
COMMENT ON TABLE permits.skill IS 'For which procedures an officer takes cases, as an approver of the agency said; the newest row counts, an empty list is every procedure (M08-11). Rows are only added, so that nobody steers cases by changing it unseen.';
CREATE INDEX skill_person ON permits.skill (org_id, person_id, at DESC, id DESC);

CREATE TABLE permits.duty (
  id         uuid PRIMARY KEY,
  org_id     uuid NOT NULL,
  person_id  uuid NOT NULL,
  starts_at  timestamptz(3) NOT NULL,
  ends_at    timestamptz(3) NOT NULL,
  by_person  uuid NOT NULL,
  at         timestamptz(3) NOT NULL,
  sandbox_id uuid,
  CHECK (ends_at > starts_at)
);
COMMENT ON TABLE permits.duty IS 'Who is on duty for urgent cases, and when (M08-10): the roster of an agency.';
CREATE INDEX duty_org ON permits.duty (org_id, ends_at, starts_at);

ALTER TABLE permits.skill ENABLE ROW LEVEL SECURITY;
ALTER TABLE permits.duty ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON permits.skill USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON permits.duty USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY own ON permits.skill USING (org_id = nullif(current_setting('app.org', true), '')::uuid);
CREATE POLICY own ON permits.duty USING (org_id = nullif(current_setting('app.org', true), '')::uuid);
GRANT SELECT, INSERT ON permits.skill, permits.duty TO vuce_app;
