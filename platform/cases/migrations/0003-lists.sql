-- Lists walk the cases of one organisation from the newest, so they cost what a page costs however many cases there are.
-- The index on readers answered them by gathering every case an agency can see, and sorting.
CREATE INDEX case_party_org ON cases.case_party (org_id, case_id DESC);
DROP INDEX cases.case_readers;
CREATE POLICY own_standing ON cases.case_party USING (org_id = nullif(current_setting('app.org', true), '')::uuid);

-- A number that somebody reads out finds its case at once.
CREATE INDEX case_number ON cases."case" (number) WHERE number IS NOT NULL;
