CREATE SCHEMA finder;
COMMENT ON SCHEMA finder IS 'Answers of the requirement finder that somebody may have to show: certificates that nothing is needed.';

CREATE TABLE finder.series (
  year integer NOT NULL,
  last bigint NOT NULL,
  PRIMARY KEY (year)
);
COMMENT ON TABLE finder.series IS 'Last number given to a certificate in each year. Without gaps: a number is taken in the transaction that uses it.';

CREATE TABLE finder.certificate (
  asked     text NOT NULL,
  code      text NOT NULL,
  number    text NOT NULL,
  country   text NOT NULL,
  day       date NOT NULL,
  record    text NOT NULL,
  digest    text NOT NULL,
  jws       text NOT NULL,
  issued_at timestamptz(3) NOT NULL,
  PRIMARY KEY (asked)
);
COMMENT ON TABLE finder.certificate IS 'Certificates that nothing is needed (M08): record is the canonical JSON that jws signs, digest its SHA-256. The same question on the same day under the same rules has one.';
COMMENT ON COLUMN finder.certificate.asked IS 'SHA-256 of question, day and digest of the rules.';
COMMENT ON COLUMN finder.certificate.code IS 'Public verification code: random.';
CREATE UNIQUE INDEX certificate_code ON finder.certificate (code);
CREATE INDEX certificate_digest ON finder.certificate (digest);

ALTER TABLE finder.series ENABLE ROW LEVEL SECURITY;
ALTER TABLE finder.certificate ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON finder.series USING (current_setting('app.scope', true) = 'platform');
CREATE POLICY platform ON finder.certificate USING (current_setting('app.scope', true) = 'platform');
GRANT USAGE ON SCHEMA finder TO vuce_app;
GRANT SELECT, INSERT, UPDATE ON finder.series TO vuce_app;
GRANT SELECT, INSERT ON finder.certificate TO vuce_app;
