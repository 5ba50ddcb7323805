-- Every filing asks who has mandated the filer: found among mandates alone, however many cases the firm has.
CREATE INDEX case_party_agent ON cases.case_party (org_id) WHERE capacity = 'agent';
